import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Operation, RateClass, ReturnsView, ReturnsNothing } from '#libs/http';
import { CurrentActor, OnlyFor, Public, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { sentView, verifyEmailInput, verifyPhoneInput } from './auth.schemas.js';
import { VerificationService } from './verification.service.js';

const sending = {
  409: { description: 'NOTHING_TO_VERIFY: there is no such address in the profile, or it is verified.' },
  429: {
    description:
      'SENT_TOO_OFTEN there, NETWORK_SENT_TOO_OFTEN from here, TEXT_MESSAGES_USED_UP for today: see `retryAfterSeconds`.',
  },
};

@ApiTags('Auth')
@Controller('auth/verify')
export class VerificationController {
  constructor(private readonly verification: VerificationService) {}

  @Post('email')
  @Public()
  @RateClass('auth')
  @Operation({
    id: 'verifyEmail',
    summary: 'Verify an e-mail address',
    description: 'Takes the token of the link that was mailed. A link works once.',
  })
  @ReturnsNothing({
    problems: { 400: { description: 'LINK_REFUSED: used, expired, or for another address.' } },
  })
  verifyEmail(@Body({ schema: verifyEmailInput }) { token }: z.output<typeof verifyEmailInput>) {
    return this.verification.verifyEmail(token);
  }

  @Post('phone')
  @Requires('self')
  @OnlyFor('customer')
  @RateClass('auth')
  @Operation({
    id: 'verifyPhone',
    summary: 'Verify your phone number',
    description: 'Takes the code that was sent to it. A code can be tried a few times.',
  })
  @ReturnsNothing({ problems: { 400: { description: 'CODE_REFUSED: wrong, expired, or tried too often.' } } })
  verifyPhone(
    @CurrentActor() actor: Actor,
    @Body({ schema: verifyPhoneInput }) { code }: z.output<typeof verifyPhoneInput>,
  ) {
    return this.verification.verifyPhone(actor, code);
  }

  @Post('email/resend')
  @Requires('self')
  @OnlyFor('customer')
  @RateClass('auth')
  @Operation({
    id: 'resendVerificationLink',
    summary: 'Resend the verification link',
    description: 'Mails a new link to the e-mail address of the profile. Earlier links stop working.',
  })
  @ReturnsView(sentView, { status: 202, problems: sending })
  resendLink(@CurrentActor() actor: Actor) {
    return this.verification.resendLink(actor);
  }

  @Post('phone/resend')
  @Requires('self')
  @OnlyFor('customer')
  @RateClass('auth')
  @Operation({
    id: 'resendVerificationCode',
    summary: 'Resend the verification code',
    description: 'Sends a new code to the phone number of the profile. Earlier codes stop working.',
  })
  @ReturnsView(sentView, { status: 202, problems: sending })
  resendCode(@CurrentActor() actor: Actor) {
    return this.verification.resendCode(actor);
  }
}
