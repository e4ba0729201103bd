import { Body, Controller, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Operation, RateClass, ReturnsView, ReturnsNothing } from '#libs/http';
import { CurrentActor, OnlyFor, Public, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  changePasswordInput,
  forgottenInput,
  resetInput,
  sentView,
  type ChangePasswordInput,
  type ResetInput,
} from './auth.schemas.js';
import { PasswordsService } from './passwords.service.js';

@ApiTags('Auth')
@Controller()
export class PasswordsController {
  constructor(private readonly passwords: PasswordsService) {}

  @Post('auth/password/forgot')
  @Public()
  @RateClass('auth')
  @Operation({
    id: 'requestPasswordReset',
    summary: 'Request a password reset',
    description:
      'A link is mailed, or a code is sent to the phone. The answer is the same when there is no such account.',
  })
  @ReturnsView(sentView, {
    status: 202,
    description: 'Sent, if there is such an account; the answer is the same if there is none.',
    problems: {
      429: {
        description:
          'SENT_TOO_OFTEN there, NETWORK_SENT_TOO_OFTEN from here, TEXT_MESSAGES_USED_UP for today, whether or not there is such an account.',
      },
    },
  })
  forgot(@Body({ schema: forgottenInput }) { identifier }: z.output<typeof forgottenInput>) {
    return this.passwords.sendReset(identifier);
  }

  @Post('auth/password/reset')
  @Public()
  @RateClass('auth')
  @Operation({
    id: 'resetPassword',
    summary: 'Reset your password',
    description: 'Takes the token of the link, or the code. All sessions of the account end.',
  })
  @ReturnsNothing({
    problems: { 400: { description: 'LINK_REFUSED, CODE_REFUSED, or WEAK_PASSWORD with `reasons`.' } },
  })
  reset(@Body({ schema: resetInput }) input: ResetInput) {
    return this.passwords.reset(input);
  }

  @Patch('users/me/password')
  @Requires('self')
  @OnlyFor('customer')
  @RateClass('auth')
  @Operation({
    id: 'changePassword',
    summary: 'Change your password',
    description: 'Takes the current password. All your other sessions end.',
  })
  @ReturnsNothing({
    problems: {
      400: { description: 'WEAK_PASSWORD with `reasons`.' },
      403: { description: 'PASSWORD_WRONG: the current one.' },
      429: { description: 'TOO_MANY_GUESSES' },
    },
  })
  change(@CurrentActor() actor: Actor, @Body({ schema: changePasswordInput }) input: ChangePasswordInput) {
    return this.passwords.change(actor, input.currentPassword, input.newPassword);
  }
}
