import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { ComplaintsModule } from '../complaints/complaints.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { RemediesController } from './remedies.controller.js';
import { RemediesJobs } from './remedies.jobs.js';
import { RemediesNotifications } from './remedies.notifications.js';
import { RemediesPersonalData } from './remedies.personal-data.js';
import { RemediesService } from './remedies.service.js';
import { RemedySettlement } from './remedy-settlement.service.js';

@Module({
  imports: [AuditModule, BookingsModule, ComplaintsModule, PaymentsModule],
  controllers: [RemediesController],
  providers: [RemediesService, RemedySettlement, RemediesJobs, RemediesNotifications, RemediesPersonalData],
  exports: [RemedySettlement],
})
export class RemediesModule {}
