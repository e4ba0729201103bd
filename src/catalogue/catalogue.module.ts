import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CatalogueController } from './catalogue.controller.js';
import { CatalogueCopy } from './catalogue.copy.js';
import { CatalogueJobs } from './catalogue.jobs.js';
import { CatalogueService } from './catalogue.service.js';
import { CatalogueTools } from './catalogue.tools.js';
import { CatalogueWarmUp } from './catalogue.warm-up.js';
import { CatalogueChanges } from './management/catalogue-changes.js';
import { GroupingsController } from './management/groupings.controller.js';
import { GroupingsService } from './management/groupings.service.js';
import { PlacesManagementController } from './management/places-management.controller.js';
import { PlacesManagementService } from './management/places-management.service.js';
import { RateCardsController } from './management/rate-cards.controller.js';
import { RateCardsManagementService } from './management/rate-cards-management.service.js';
import { ServicesManagementController } from './management/services-management.controller.js';
import { ServicesManagementService } from './management/services-management.service.js';
import { PlacesController } from './places.controller.js';
import { PlacesService } from './places.service.js';
import { RateCardRepository } from './rate-card.repository.js';
import { ServiceRatingsService } from './service-ratings.service.js';

@Module({
  imports: [AuditModule],
  controllers: [
    CatalogueController,
    PlacesController,
    GroupingsController,
    ServicesManagementController,
    RateCardsController,
    PlacesManagementController,
  ],
  providers: [
    CatalogueCopy,
    CatalogueService,
    PlacesService,
    RateCardRepository,
    CatalogueTools,
    CatalogueJobs,
    CatalogueWarmUp,
    ServiceRatingsService,
    CatalogueChanges,
    GroupingsService,
    ServicesManagementService,
    RateCardsManagementService,
    PlacesManagementService,
  ],
  exports: [CatalogueService, PlacesService, ServiceRatingsService],
})
export class CatalogueModule {}
