import { Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { AddressesModule } from '../addresses/addresses.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { PricingModule } from '../pricing/pricing.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { SlotsModule } from '../slots/slots.module.js';
import { BookingsController } from './bookings.controller.js';
import { BookingsJobs } from './bookings.jobs.js';
import { BookingsNotifications } from './bookings.notifications.js';
import { BookingsPersonalData } from './bookings.personal-data.js';
import { BookingsService } from './bookings.service.js';
import { BookingsTools } from './bookings.tools.js';
import { CancellationsService } from './cancellations.service.js';
import { CalendarController, CalendarFeedController } from './calendar/calendar.controller.js';
import { CalendarService } from './calendar/calendar.service.js';
import { CandidatesService } from './candidates/candidates.service.js';
import { OpinionsService } from './candidates/opinions.service.js';
import { UnnamedSalesService } from './candidates/unnamed-sales.service.js';
import { CandidatesTools } from './candidates/candidates.tools.js';
import { DemandHistoryService } from './demand-history.service.js';
import { EditingController } from './editing/editing.controller.js';
import { EditingService } from './editing/editing.service.js';
import { LifecycleController } from './lifecycle/lifecycle.controller.js';
import { LifecycleService } from './lifecycle/lifecycle.service.js';
import { StartCodes } from './lifecycle/start-codes.js';
import { VisitStatusService } from './lifecycle/visit-status.service.js';
import { ProviderStatisticsCounter } from './provider-statistics-counter.js';
import { RemindersService } from './reminders.service.js';
import { ReschedulingController } from './rescheduling/rescheduling.controller.js';
import { ReschedulingService } from './rescheduling/rescheduling.service.js';
import { RevisitsService } from './revisits/revisits.service.js';
import { SalesHistoryService } from './sales-history.service.js';
import { SalesService } from './sales.service.js';
import { SeriesController } from './series/series.controller.js';
import { SeriesService } from './series/series.service.js';
import { BookingPaymentsService } from './settlement/booking-payments.service.js';
import { CancellationQuotesService } from './settlement/cancellation-quotes.service.js';
import { OnlinePaymentsService } from './settlement/online-payments.service.js';
import { OpsPaymentsController } from './settlement/ops-payments.controller.js';
import { OpsSettlementController } from './settlement/ops-settlement.controller.js';
import { AssignmentHistoryService } from './reassignment/assignment-history.service.js';
import { ReassignmentService } from './reassignment/reassignment.service.js';
import { OutlaysService } from './settlement/outlays.service.js';
import { ReconciliationController } from './settlement/reconciliation.controller.js';
import { ReconciliationService } from './settlement/reconciliation.service.js';
import { SettlementController } from './settlement/settlement.controller.js';
import { SettlementListener } from './settlement/settlement.listener.js';
import { SettlementTools } from './settlement/settlement.tools.js';
import { SettlementsService } from './settlement/settlements.service.js';

@Module({
  imports: [
    DeclarationsModule,
    AuditModule,
    CatalogueModule,
    PricingModule,
    ProvidersModule,
    AddressesModule,
    CustomersModule,
    SlotsModule,
    PaymentsModule,
    PoliciesModule,
  ],
  controllers: [
    BookingsController,
    CalendarController,
    CalendarFeedController,
    EditingController,
    LifecycleController,
    ReschedulingController,
    SeriesController,
    SettlementController,
    OpsSettlementController,
    OpsPaymentsController,
    ReconciliationController,
  ],
  providers: [
    BookingsService,
    SalesService,
    SalesHistoryService,
    CandidatesService,
    OpinionsService,
    UnnamedSalesService,
    CandidatesTools,
    CancellationsService,
    CalendarService,
    EditingService,
    LifecycleService,
    StartCodes,
    VisitStatusService,
    ReschedulingService,
    RevisitsService,
    ReassignmentService,
    AssignmentHistoryService,
    SeriesService,
    BookingsTools,
    BookingsJobs,
    BookingsNotifications,
    RemindersService,
    ProviderStatisticsCounter,
    CancellationQuotesService,
    BookingPaymentsService,
    OnlinePaymentsService,
    OutlaysService,
    SettlementsService,
    SettlementListener,
    SettlementTools,
    ReconciliationService,
    DemandHistoryService,
    BookingsPersonalData,
  ],
  exports: [
    AssignmentHistoryService,
    BookingsService,
    CandidatesService,
    DemandHistoryService,
    LifecycleService,
    ReassignmentService,
    ReschedulingService,
    RevisitsService,
    SalesHistoryService,
  ],
})
export class BookingsModule {}
