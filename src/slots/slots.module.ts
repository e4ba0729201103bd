import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { HoldExpiryService } from './hold-expiry.service.js';
import { HoldsController } from './holds.controller.js';
import { HoldRepository } from './hold.repository.js';
import { HoldsService } from './holds.service.js';
import { OfferedSlotsService } from './offered-slots.service.js';
import { ReservationRepository } from './reservation.repository.js';
import { ReservationsService } from './reservations.service.js';
import { SlotsController } from './slots.controller.js';
import { SlotsService } from './slots.service.js';
import { SlotsJobs } from './slots.jobs.js';
import { SlotsPersonalData } from './slots.personal-data.js';
import { SlotsTools } from './slots.tools.js';
import { TravelRulesService } from './travel-rules.service.js';
import { VisitTakersService } from './visit-takers.service.js';

@Module({
  imports: [CatalogueModule, CustomersModule, ProvidersModule],
  controllers: [SlotsController, HoldsController],
  providers: [
    SlotsService,
    ReservationsService,
    ReservationRepository,
    TravelRulesService,
    HoldsService,
    HoldRepository,
    HoldExpiryService,
    OfferedSlotsService,
    VisitTakersService,
    SlotsTools,
    SlotsJobs,
    SlotsPersonalData,
  ],
  exports: [SlotsService, ReservationsService, HoldsService, OfferedSlotsService, VisitTakersService],
})
export class SlotsModule {}
