import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AuthPagesController } from './auth-pages.controller.js';
import { AuthJobs } from './auth.jobs.js';
import { AuthController } from './auth.controller.js';
import { AuthMessages } from './auth.messages.js';
import { AuthPersonalData } from './auth.personal-data.js';
import { AuthService } from './auth.service.js';
import { LoginLock } from './login-lock.js';
import { CustomerLogins } from './customer-logins.js';
import { NewCustomers } from './new-customers.js';
import { NewPasswords } from './new-passwords.js';
import { OneTimeTokens } from './one-time-tokens.js';
import { PasswordResetSender } from './password-reset.sender.js';
import { PasswordsController } from './passwords.controller.js';
import { PasswordsService } from './passwords.service.js';
import { RegistrationService } from './registration.service.js';
import { ReopeningController } from './reopening.controller.js';
import { ReopeningService } from './reopening.service.js';
import { SendLimits } from './send-limits.js';
import { VerificationController } from './verification.controller.js';
import { VerificationSender } from './verification.sender.js';
import { VerificationService } from './verification.service.js';

@Module({
  imports: [AuditModule, CustomersModule, SessionsModule],
  controllers: [
    AuthController,
    VerificationController,
    PasswordsController,
    ReopeningController,
    AuthPagesController,
  ],
  providers: [
    AuthService,
    AuthPersonalData,
    CustomerLogins,
    LoginLock,
    RegistrationService,
    NewCustomers,
    ReopeningService,
    OneTimeTokens,
    SendLimits,
    AuthMessages,
    AuthJobs,
    VerificationService,
    VerificationSender,
    PasswordsService,
    PasswordResetSender,
    NewPasswords,
  ],
})
export class AuthModule {}
