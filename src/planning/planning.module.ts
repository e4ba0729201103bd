import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { DraftMaker } from './drafts/draft-maker.service.js';
import { DraftsController } from './drafts/drafts.controller.js';
import { DraftsJobs } from './drafts/drafts.jobs.js';
import { DraftsService } from './drafts/drafts.service.js';
import { PublicationService } from './drafts/publication.service.js';
import { WeekWorkersService } from './drafts/week-workers.service.js';
import { DemandService } from './forecast/demand.service.js';
import { AvailabilityController } from './roster/availability.controller.js';
import { AvailabilityService } from './roster/availability.service.js';
import { AvailabilityTools } from './roster/availability.tools.js';
import { BookedVisitsService } from './roster/booked-visits.service.js';
import { RosterController } from './roster/roster.controller.js';
import { RosterService } from './roster/roster.service.js';

@Module({
  imports: [AuditModule, BookingsModule, CatalogueModule, ProvidersModule],
  controllers: [RosterController, AvailabilityController, DraftsController],
  providers: [
    RosterService,
    BookedVisitsService,
    AvailabilityService,
    AvailabilityTools,
    DemandService,
    WeekWorkersService,
    DraftMaker,
    DraftsService,
    DraftsJobs,
    PublicationService,
  ],
})
export class PlanningModule {}
