import { Module } from '@nestjs/common';
import { RolesService } from '../access/roles.service.js';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ForgottenPasswords } from './forgotten-passwords.service.js';
import { StaffManagement } from './management.service.js';
import { OwnAccountService } from './own-account.service.js';
import { PasswordLinks } from './password-links.service.js';
import { PasswordPageController } from './password-page.controller.js';
import { StaffRegistrations } from './registrations.service.js';
import { RolesController } from './roles.controller.js';
import { RolesManagement } from './roles-management.service.js';
import { SecondFactorDuty } from './second-factor-duty.service.js';
import { SecondFactors } from './second-factor.service.js';
import { StaffAccounts } from './staff-accounts.service.js';
import { StaffAuthController } from './staff-auth.controller.js';
import { StaffAuthService } from './staff-auth.service.js';
import { StaffController } from './staff.controller.js';
import { StaffJobs } from './staff.jobs.js';
import { StaffLogins } from './staff-logins.service.js';
import { StaffMails } from './staff.mails.js';
import { StaffProfiles } from './staff-profiles.service.js';
import { StaffService } from './staff.service.js';
import { StaffStatusService } from './staff-status.service.js';

@Module({
  imports: [SessionsModule, AuditModule],
  controllers: [StaffAuthController, StaffController, RolesController, PasswordPageController],
  providers: [
    ...[RolesService, StaffAccounts, StaffMails, StaffJobs, SecondFactorDuty],
    ...[StaffAuthService, OwnAccountService, StaffLogins, SecondFactors, PasswordLinks, ForgottenPasswords],
    ...[
      StaffRegistrations,
      StaffProfiles,
      StaffManagement,
      StaffService,
      StaffStatusService,
      RolesManagement,
    ],
  ],
  exports: [RolesService, SecondFactorDuty, SecondFactors],
})
export class StaffModule {}
