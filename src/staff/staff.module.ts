import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ForgottenPasswordsService } from './forgotten-passwords.service.js';
import { StaffManagementService } from './staff-management.service.js';
import { OwnAccountService } from './own-account.service.js';
import { PasswordLinksService } from './password-links.service.js';
import { PasswordPageController } from './password-page.controller.js';
import { StaffRegistrationsService } from './staff-registrations.service.js';
import { RolesController } from './roles.controller.js';
import { RolesManagementService } from './roles-management.service.js';
import { SecondFactorDutyService } from './second-factor-duty.service.js';
import { SecondFactorService } from './second-factor.service.js';
import { StaffAccountsService } from './staff-accounts.service.js';
import { StaffAuthController } from './staff-auth.controller.js';
import { StaffAuthService } from './staff-auth.service.js';
import { StaffController } from './staff.controller.js';
import { StaffJobs } from './staff.jobs.js';
import { StaffNotifications } from './staff.notifications.js';
import { StaffLoginsService } from './staff-logins.service.js';
import { StaffMails } from './staff.mails.js';
import { StaffProfilesService } from './staff-profiles.service.js';
import { StaffService } from './staff.service.js';
import { StaffStatusService } from './staff-status.service.js';

@Module({
  imports: [SessionsModule, AuditModule],
  controllers: [StaffAuthController, StaffController, RolesController, PasswordPageController],
  providers: [
    StaffAccountsService,
    StaffMails,
    StaffJobs,
    StaffNotifications,
    SecondFactorDutyService,
    StaffAuthService,
    OwnAccountService,
    StaffLoginsService,
    SecondFactorService,
    PasswordLinksService,
    ForgottenPasswordsService,
    StaffRegistrationsService,
    StaffProfilesService,
    StaffManagementService,
    StaffService,
    StaffStatusService,
    RolesManagementService,
  ],
  exports: [SecondFactorDutyService, SecondFactorService, StaffManagementService],
})
export class StaffModule {}
