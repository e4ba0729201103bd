import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { AvailabilityController } from './roster/availability.controller.js';
import { AvailabilityService } from './roster/availability.service.js';
import { BookedVisitsService } from './roster/booked-visits.service.js';
import { RosterController } from './roster/roster.controller.js';
import { RosterService } from './roster/roster.service.js';

@Module({
  imports: [CatalogueModule, ProvidersModule],
  controllers: [RosterController, AvailabilityController],
  providers: [RosterService, BookedVisitsService, AvailabilityService],
})
export class PlanningModule {}
