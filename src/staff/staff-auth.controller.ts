import { Body, Controller, Delete, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { RateClass, Returns, ReturnsNothing } from '#libs/http';
import { CurrentActor, OnlyFor, Public, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { ForgottenPasswords } from './forgotten-passwords.service.js';
import { OwnAccountService } from './own-account.service.js';
import { PasswordLinks } from './password-links.service.js';
import { Registrations } from './registrations.service.js';
import { StaffAuthService, type StaffSignedIn } from './staff-auth.service.js';
import { StaffProfiles } from './staff-profiles.service.js';
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
    private readonly registrations: Registrations,
    private readonly account: OwnAccountService,
    private readonly profiles: StaffProfiles,
    private readonly links: PasswordLinks,
    private readonly forgottenPasswords: ForgottenPasswords,
  ) {}

  @Post('register')
  @Public()
  @ApiOperation({
    summary: 'Register as staff',
    description:
      'Somebody who may approve staff has to do so; then a link to choose a password with is mailed to the address. The answer is the same for an address that is known.',
  })
  @Returns(registeredView, { status: 202 })
  register(@Body({ schema: registerStaffInput }) input: RegisterStaffInput) {
    return this.registrations.register(input);
  }

  @Post('login')
  @Public()
  @ApiOperation({ summary: 'Log in as staff' })
  @Returns(staffSignedInView, {
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
  @ApiOperation({ summary: 'Trade a refresh token of staff, once, for a new pair' })
  @Returns(staffSignedInView, { problems: { 401: { description: 'REFRESH_REFUSED: log in again.' } } })
  async refresh(@Body({ schema: refreshStaffInput }) input: z.output<typeof refreshStaffInput>) {
    return this.signedIn(await this.auth.refresh(input.refreshToken));
  }

  @Post('password/forgot')
  @Public()
  @ApiOperation({ summary: 'Ask for a link to choose a new password with; the answer is always the same' })
  @Returns(z.object({}), { status: 202 })
  async forgotten(@Body({ schema: forgottenInput }) input: z.output<typeof forgottenInput>) {
    await this.forgottenPasswords.mailLink(input.email);
    return {};
  }

  @Post('password/reset')
  @Public()
  @ApiOperation({ summary: 'Choose a password with the token of a link; all sessions end' })
  @ReturnsNothing()
  async reset(@Body({ schema: resetPasswordInput }) input: ResetPasswordInput): Promise<void> {
    await this.links.reset(input);
  }

  @Post('totp')
  @Requires('self')
  @OnlyFor('staff')
  @ApiOperation({
    summary: 'Begin to set up a second factor: put the secret into an authenticator app, then confirm',
  })
  @Returns(factorBegunView, { problems: proofProblems })
  begin(
    @CurrentActor() actor: Actor,
    @Body({ schema: passwordInput }) input: z.output<typeof passwordInput>,
  ) {
    return this.account.beginSecondFactor(actor, input);
  }

  @Post('totp/confirm')
  @Requires('self')
  @OnlyFor('staff')
  @ApiOperation({
    summary: 'Turn the second factor on with a first code; answers the recovery codes, once',
    description: 'Ends your other sessions.',
  })
  @Returns(recoveryCodesView, { problems: proofProblems })
  confirm(
    @CurrentActor() actor: Actor,
    @Body({ schema: confirmInput }) input: z.output<typeof confirmInput>,
  ) {
    return this.account.confirmSecondFactor(actor, input);
  }

  @Delete('totp')
  @Requires('self')
  @OnlyFor('staff')
  @ApiOperation({ summary: 'Turn the second factor off' })
  @ReturnsNothing()
  async remove(@CurrentActor() actor: Actor, @Body({ schema: proofInput }) input: ProofInput): Promise<void> {
    await this.account.removeSecondFactor(actor, input);
  }

  @Post('recovery-codes')
  @Requires('self')
  @OnlyFor('staff')
  @ApiOperation({ summary: 'New recovery codes; the old ones no longer work' })
  @Returns(recoveryCodesView, { problems: proofProblems })
  renew(@CurrentActor() actor: Actor, @Body({ schema: proofInput }) input: ProofInput) {
    return this.account.renewRecoveryCodes(actor, input);
  }

  private async signedIn({ tokens, staffId }: StaffSignedIn) {
    return { ...tokens, staff: await this.profiles.shown(staffId) };
  }
}
