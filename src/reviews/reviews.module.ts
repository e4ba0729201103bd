import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { ModerationService } from './moderation.service.js';
import { Opinions } from './opinions.js';
import { OpsReviewsController } from './ops-reviews.controller.js';
import { RatingsCounter } from './ratings-counter.js';
import { ReviewsController } from './reviews.controller.js';
import { ReviewsJobs } from './reviews.jobs.js';
import { ReviewsPersonalData } from './reviews.personal-data.js';
import { ReviewsService } from './reviews.service.js';
import { ReviewsTools } from './reviews.tools.js';

@Module({
  imports: [AuditModule, CatalogueModule, ProvidersModule],
  controllers: [ReviewsController, OpsReviewsController],
  providers: [
    ReviewsService,
    ModerationService,
    Opinions,
    ReviewsTools,
    ReviewsPersonalData,
    ReviewsJobs,
    RatingsCounter,
  ],
})
export class ReviewsModule {}
