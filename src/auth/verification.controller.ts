import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { RateClass, Returns, ReturnsNothing } from '#libs/http';
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
  @ApiOperation({ summary: 'Confirm an e-mail address by the token of the link that was mailed' })
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
  @ApiOperation({ summary: 'Confirm your phone number by the code that was sent to it' })
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
  @ApiOperation({ summary: 'Have another link mailed; those before it stop working' })
  @Returns(sentView, { status: 202, problems: sending })
  resendLink(@CurrentActor() actor: Actor) {
    return this.verification.resendLink(actor);
  }

  @Post('phone/resend')
  @Requires('self')
  @OnlyFor('customer')
  @RateClass('auth')
  @ApiOperation({ summary: 'Have another code sent; those before it stop working' })
  @Returns(sentView, { status: 202, problems: sending })
  resendCode(@CurrentActor() actor: Actor) {
    return this.verification.resendCode(actor);
  }
}
