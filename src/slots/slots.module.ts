import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { ReservationRepository } from './reservation.repository.js';
import { ReservationsService } from './reservations.service.js';
import { SlotsController } from './slots.controller.js';
import { SlotsService } from './slots.service.js';
import { SlotsTools } from './slots.tools.js';
import { TravelRulesService } from './travel-rules.service.js';

@Module({
  imports: [CatalogueModule, ProvidersModule],
  controllers: [SlotsController],
  providers: [SlotsService, ReservationsService, ReservationRepository, TravelRulesService, SlotsTools],
  exports: [SlotsService, ReservationsService],
})
export class SlotsModule {}
