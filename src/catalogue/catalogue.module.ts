import { Module } from '@nestjs/common';
import { CatalogueController } from './catalogue.controller.js';
import { CatalogueCopy } from './catalogue.copy.js';
import { CatalogueJobs } from './catalogue.jobs.js';
import { CatalogueService } from './catalogue.service.js';
import { CatalogueTools } from './catalogue.tools.js';
import { CatalogueWarmUp } from './catalogue.warm-up.js';
import { PlacesController } from './places.controller.js';
import { PlacesService } from './places.service.js';
import { RateCardRepository } from './rate-card.repository.js';
import { ServiceRatingsService } from './service-ratings.service.js';

@Module({
  controllers: [CatalogueController, PlacesController],
  providers: [
    CatalogueCopy,
    CatalogueService,
    PlacesService,
    RateCardRepository,
    CatalogueTools,
    CatalogueJobs,
    CatalogueWarmUp,
    ServiceRatingsService,
  ],
  exports: [CatalogueService, PlacesService, ServiceRatingsService],
})
export class CatalogueModule {}
