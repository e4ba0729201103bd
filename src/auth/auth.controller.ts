import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, Public, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { FeatureName } from '../access/features.js';
import { apiPrefix } from '../config/api-prefix.js';
import { AuthService } from './auth.service.js';
import {
  callerView,
  loginInput,
  refreshInput,
  registeredView,
  registerInput,
  signedInView,
  type LoginInput,
  type RegisterInput,
} from './auth.schemas.js';
import { RegistrationService } from './registration.service.js';

@ApiTags('Auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly registration: RegistrationService,
  ) {}

  @Post('register')
  @Public()
  @RateClass('auth')
  @FeatureName('registration')
  @Operation({
    id: 'registerCustomer',
    summary: 'Register as a customer',
    description:
      'Takes an e-mail address, a phone number, or both. A link is mailed and a code is sent to verify them. The answer holds the tokens of a first session.',
    codes: ['WEAK_PASSWORD'],
  })
  @ReturnsView(registeredView, {
    status: 201,
    location: `/${apiPrefix}/users/me`,
    problems: {
      409: {
        description:
          'ALREADY_REGISTERED: the owner of this e-mail or phone has an account. If they have closed it, they are sent what opens it again (`POST /auth/reopen`). An address that nobody has verified can be registered again, and is theirs who verifies it.',
      },
      503: { description: 'FEATURE_OFF: switched off; or the database is away or busy.' },
    },
  })
  register(@Body({ schema: registerInput }) input: RegisterInput) {
    return this.registration.register(input);
  }

  @Post('login')
  @Public()
  @RateClass('auth')
  @Operation({
    id: 'logIn',
    summary: 'Log in as a customer',
    description:
      'Takes the e-mail address or the phone number. The access token lasts some minutes; exchange the refresh token for the next one.',
  })
  @ReturnsView(signedInView, {
    problems: {
      401: { description: 'LOGIN_FAILED' },
      409: { description: 'TOO_MANY_SESSIONS: only where a setting says so.' },
      429: { description: 'LOGIN_LOCKED after too many attempts: see `retryAfterSeconds`.' },
    },
  })
  login(@Body({ schema: loginInput }) input: LoginInput) {
    return this.auth.login(input);
  }

  @Post('refresh')
  @Public()
  @RateClass('auth')
  @Operation({
    id: 'refreshSession',
    summary: 'Refresh the tokens of a session',
    description:
      'A refresh token works once. A retry within some seconds (20, unless the operator has set another time) gets the same new refresh token, until that was used. After that, using an old token ends the session, because somebody has a copy.',
  })
  @ReturnsView(signedInView, { problems: { 401: { description: 'REFRESH_REFUSED: log in again.' } } })
  refresh(@Body({ schema: refreshInput }) input: z.output<typeof refreshInput>) {
    return this.auth.refresh(input.refreshToken);
  }

  @Get('validate')
  @Requires('self')
  @Operation({
    id: 'getCaller',
    summary: 'Get the caller of an access token',
    description: 'For programs that are handed a token: tells who calls and what they may do.',
  })
  @ReturnsView(callerView)
  validate(@CurrentActor() actor: Actor) {
    return { id: actor.id, kind: actor.kind, permissions: [...actor.permissions] };
  }
}
