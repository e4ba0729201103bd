import { Module } from '@nestjs/common';
import { AddressesModule } from '../addresses/addresses.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { PricingModule } from '../pricing/pricing.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { SlotsModule } from '../slots/slots.module.js';
import { BookingsController } from './bookings.controller.js';
import { BookingsJobs } from './bookings.jobs.js';
import { BookingsNotifications } from './bookings.notifications.js';
import { BookingsPersonalData } from './bookings.personal-data.js';
import { BookingsService } from './bookings.service.js';
import { BookingsTools } from './bookings.tools.js';
import { CancellationsService } from './cancellations.service.js';
import { DemandHistoryService } from './demand-history.service.js';
import { MovesService } from './moves.service.js';
import { ProviderStatisticsCounter } from './provider-statistics-counter.js';
import { RemindersService } from './reminders.service.js';
import { SalesService } from './sales.service.js';

@Module({
  imports: [
    AuditModule,
    CatalogueModule,
    PricingModule,
    ProvidersModule,
    AddressesModule,
    CustomersModule,
    SlotsModule,
  ],
  controllers: [BookingsController],
  providers: [
    BookingsService,
    SalesService,
    CancellationsService,
    MovesService,
    BookingsTools,
    BookingsJobs,
    BookingsNotifications,
    RemindersService,
    ProviderStatisticsCounter,
    DemandHistoryService,
    BookingsPersonalData,
  ],
  exports: [BookingsService, DemandHistoryService],
})
export class BookingsModule {}
