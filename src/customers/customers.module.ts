import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AccountController } from './account.controller.js';
import { AvatarController } from './avatar.controller.js';
import { AvatarsService } from './avatars.service.js';
import { ClosingService } from './closing.service.js';
import { ContactsService } from './contacts.service.js';
import { CustomerAccountsService } from './customer-accounts.service.js';
import { CustomerDeskController } from './customer-desk.controller.js';
import { CustomerDeskService } from './customer-desk.service.js';
import { CustomersJobs } from './customers.jobs.js';
import { CustomersNotifications } from './customers.notifications.js';
import { CustomersPersonalData } from './customers.personal-data.js';
import { CustomersService } from './customers.service.js';
import { CustomersTools } from './customers.tools.js';
import { ErasureService } from './erasure.service.js';
import { ExportService } from './export.service.js';
import { PasswordProofService } from './password-proof.service.js';

@Module({
  imports: [SessionsModule, AuditModule],
  controllers: [AccountController, AvatarController, CustomerDeskController],
  providers: [
    CustomersService,
    CustomerAccountsService,
    ContactsService,
    AvatarsService,
    ClosingService,
    CustomerDeskService,
    CustomersPersonalData,
    CustomersJobs,
    CustomersNotifications,
    CustomersTools,
    ErasureService,
    ExportService,
    PasswordProofService,
  ],
  exports: [CustomersService, ContactsService, PasswordProofService],
})
export class CustomersModule {}
