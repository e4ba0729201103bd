import { Injectable } from '@nestjs/common';
import { hashPassword } from '#libs/passwords';
import { AlreadyRegistered } from './auth.errors.js';
import type { RegisterInput } from './auth.schemas.js';
import type { SignedIn } from './auth.service.js';
import { NewCustomers } from './new-customers.js';
import { PasswordResetSender } from './password-reset.sender.js';
import { refuseWeakPassword } from './password-rules.js';
import { VerificationSender, type VerificationSendings } from './verification.sender.js';

@Injectable()
export class RegistrationService {
  constructor(
    private readonly newCustomers: NewCustomers,
    private readonly verification: VerificationSender,
    private readonly resets: PasswordResetSender,
  ) {}

  /**
   * With contacts that nobody has proven to be theirs: others may have claimed them, and lose them when this one is proven.
   * @throws WeakPassword, AlreadyRegistered, and then sends what opens the account again, if its owner has closed it
   */
  async register(input: RegisterInput): Promise<SignedIn & { verification: VerificationSendings }> {
    refuseWeakPassword(input.password, input);
    const { password, ...profile } = input;
    const passwordHash = await hashPassword(password);
    try {
      const signedIn = await this.newCustomers.create(profile, passwordHash);
      return { ...signedIn, verification: await this.verification.sendAll(signedIn.user) };
    } catch (error) {
      if (error instanceof AlreadyRegistered) this.resets.offerReopening(profile[error.what]!);
      throw error;
    }
  }
}
