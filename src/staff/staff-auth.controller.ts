import { Body, Controller, Delete, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Operation, RateClass, ReturnsView, ReturnsNothing } from '#libs/http';
import { CurrentActor, OnlyFor, Public, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { ForgottenPasswordsService } from './forgotten-passwords.service.js';
import { OwnAccountService } from './own-account.service.js';
import { PasswordLinksService } from './password-links.service.js';
import { StaffRegistrationsService } from './staff-registrations.service.js';
import { StaffAuthService, type StaffSignedIn } from './staff-auth.service.js';
import { StaffProfilesService } from './staff-profiles.service.js';
import {
  confirmInput,
  factorBegunView,
  forgottenInput,
  loginStaffInput,
  passwordInput,
  proofInput,
  recoveryCodesView,
  refreshStaffInput,
  registeredView,
  registerStaffInput,
  requestTakenView,
  resetPasswordInput,
  staffSignedInView,
  type LoginStaffInput,
  type ProofInput,
  type RegisterStaffInput,
  type ResetPasswordInput,
} from './staff.schemas.js';

const locked = {
  429: { description: 'LOGIN_LOCKED, TOO_MANY_REQUESTS: wait for as long as `retry-after` says.' },
};
const proofProblems = {
  400: { description: 'PROOF_WRONG: the password or the code.' },
  409: { description: 'SECOND_FACTOR_STATE: it is on already, or not on.' },
  ...locked,
};

@ApiTags('Staff sign-in')
@RateClass('auth')
@Controller('ops/auth')
export class StaffAuthController {
  constructor(
    private readonly auth: StaffAuthService,
    private readonly registrations: StaffRegistrationsService,
    private readonly account: OwnAccountService,
    private readonly profiles: StaffProfilesService,
    private readonly links: PasswordLinksService,
    private readonly forgottenPasswords: ForgottenPasswordsService,
  ) {}

  @Post('register')
  @Public()
  @Operation({
    id: 'registerStaff',
    summary: 'Register as staff',
    description:
      'Somebody who may approve staff has to approve you; then a link to choose a password is mailed to the address. The answer is the same for an address that is already known.',
  })
  @ReturnsView(registeredView, { status: 202 })
  register(@Body({ schema: registerStaffInput }) input: RegisterStaffInput) {
    return this.registrations.register(input);
  }

  @Post('login')
  @Public()
  @Operation({
    id: 'logInStaff',
    summary: 'Log in as staff',
    description: 'Takes a code of the authenticator app, or a recovery code, where a second factor is on.',
  })
  @ReturnsView(staffSignedInView, {
    problems: {
      401: {
        description:
          'LOGIN_FAILED; after the right password also SECOND_FACTOR_NEEDED (send a code as well), SECOND_FACTOR_WRONG.',
      },
      409: { description: 'TOO_MANY_SESSIONS: only where a setting says so.' },
      ...locked,
    },
  })
  async login(@Body({ schema: loginStaffInput }) input: LoginStaffInput) {
    return this.signedIn(await this.auth.login(input));
  }

  @Post('refresh')
  @Public()
  @Operation({
    id: 'refreshStaffSession',
    summary: 'Refresh the tokens of a staff session',
    description: 'A refresh token works once. Using it again ends the session, because somebody has a copy.',
  })
  @ReturnsView(staffSignedInView, { problems: { 401: { description: 'REFRESH_REFUSED: log in again.' } } })
  async refresh(@Body({ schema: refreshStaffInput }) input: z.output<typeof refreshStaffInput>) {
    return this.signedIn(await this.auth.refresh(input.refreshToken));
  }

  @Post('password/forgot')
  @Public()
  @Operation({
    id: 'requestStaffPasswordReset',
    summary: 'Request a password reset as staff',
    description: 'A link is mailed. The answer is the same when there is no such account.',
  })
  @ReturnsView(requestTakenView, { status: 202 })
  async forgotten(@Body({ schema: forgottenInput }) input: z.output<typeof forgottenInput>) {
    await this.forgottenPasswords.mailLink(input.email);
    return {};
  }

  @Post('password/reset')
  @Public()
  @Operation({
    id: 'resetStaffPassword',
    summary: 'Reset your password as staff',
    description: 'Takes the token of the mailed link. All sessions of the account end.',
    codes: ['PASSWORD_LINK_INVALID', 'WEAK_PASSWORD'],
  })
  @ReturnsNothing()
  async reset(@Body({ schema: resetPasswordInput }) input: ResetPasswordInput): Promise<void> {
    await this.links.reset(input);
  }

  @Post('totp')
  @Requires('self')
  @OnlyFor('staff')
  @Operation({
    id: 'startTotpSetup',
    summary: 'Start the setup of a second factor',
    description:
      'Put the secret into an authenticator app, then confirm with its first code. Takes your password.',
  })
  @ReturnsView(factorBegunView, { problems: proofProblems })
  begin(
    @CurrentActor() actor: Actor,
    @Body({ schema: passwordInput }) input: z.output<typeof passwordInput>,
  ) {
    return this.account.beginSecondFactor(actor, input);
  }

  @Post('totp/confirm')
  @Requires('self')
  @OnlyFor('staff')
  @Operation({
    id: 'confirmTotpSetup',
    summary: 'Enable your second factor',
    description:
      'Takes the first code of the app. Returns the recovery codes, which are shown this once. Your other sessions end.',
  })
  @ReturnsView(recoveryCodesView, { problems: proofProblems })
  confirm(
    @CurrentActor() actor: Actor,
    @Body({ schema: confirmInput }) input: z.output<typeof confirmInput>,
  ) {
    return this.account.confirmSecondFactor(actor, input);
  }

  @Delete('totp')
  @Requires('self')
  @OnlyFor('staff')
  @Operation({
    id: 'disableTotp',
    summary: 'Disable your second factor',
    description: 'Takes your password and a code. The recovery codes stop working.',
    codes: ['PROOF_WRONG', 'SECOND_FACTOR_STATE', 'LOGIN_LOCKED'],
  })
  @ReturnsNothing()
  async remove(@CurrentActor() actor: Actor, @Body({ schema: proofInput }) input: ProofInput): Promise<void> {
    await this.account.removeSecondFactor(actor, input);
  }

  @Post('recovery-codes')
  @Requires('self')
  @OnlyFor('staff')
  @Operation({
    id: 'renewRecoveryCodes',
    summary: 'Renew your recovery codes',
    description: 'The old codes stop working. Takes your password and a code.',
  })
  @ReturnsView(recoveryCodesView, { problems: proofProblems })
  renew(@CurrentActor() actor: Actor, @Body({ schema: proofInput }) input: ProofInput) {
    return this.account.renewRecoveryCodes(actor, input);
  }

  private async signedIn({ tokens, staffId }: StaffSignedIn) {
    return { ...tokens, staff: await this.profiles.shown(staffId) };
  }
}
