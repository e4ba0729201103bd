import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { SlotsModule } from '../slots/slots.module.js';
import { AbsencesService } from './absences/absences.service.js';
import { AssignmentsService } from './assignments.service.js';
import { DispatchJobs } from './dispatch.jobs.js';
import { DispatchListener } from './dispatch.listener.js';
import { DispatchNotifications } from './dispatch.notifications.js';
import { DispatchPersonalData } from './dispatch.personal-data.js';
import { DispatchTools } from './dispatch.tools.js';
import { OpsDispatchController } from './ops-dispatch.controller.js';
import { OffersService } from './searches/offers.service.js';
import { OpeningsService } from './searches/openings.service.js';
import { SearchRecordsService } from './searches/search-records.service.js';
import { SearchStepsService } from './searches/search-steps.service.js';
import { SearchesService } from './searches/searches.service.js';
import { SubstituteFinder } from './searches/substitute-finder.service.js';
import { SweepService } from './searches/sweep.service.js';
import { SubstitutesController } from './substitutes.controller.js';

@Module({
  imports: [AuditModule, BookingsModule, PaymentsModule, PoliciesModule, ProvidersModule, SlotsModule],
  controllers: [OpsDispatchController, SubstitutesController],
  providers: [
    AssignmentsService,
    AbsencesService,
    OpeningsService,
    SearchStepsService,
    SubstituteFinder,
    SearchesService,
    SearchRecordsService,
    OffersService,
    SweepService,
    DispatchJobs,
    DispatchListener,
    DispatchNotifications,
    DispatchPersonalData,
    DispatchTools,
  ],
})
export class DispatchModule {}
