import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { consentInput, consentView, type ConsentInput } from '../oauth.schemas.js';
import { AuthorizationService } from './authorization.service.js';

/** For people only: neither a key nor an app can let in another one. */
@ApiTags('Apps')
@Requires('self')
@Controller('oauth/consents')
export class ConsentsController {
  constructor(private readonly authorization: AuthorizationService) {}

  @Post()
  @RateClass('auth')
  @Operation({
    id: 'giveConsent',
    summary: 'Let an app act for you',
    description:
      'For the page that apps send people to: takes what that page holds, which nobody else can make. Of the scopes those are given of which you may do something yourself. You are told by mail.',
  })
  @ReturnsView(consentView, {
    description: 'The app is let in; the browser brings it the code.',
    problems: {
      403: { description: 'NOTHING_TO_CONSENT: you may do nothing of what the app asks for.' },
      409: { description: 'CONSENT_STALE: begin again from the app.' },
    },
  })
  agree(@CurrentActor() actor: Actor, @Body({ schema: consentInput }) input: ConsentInput) {
    return this.authorization.agree(actor, input);
  }
}
