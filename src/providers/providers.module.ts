import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { DocumentsJobs } from './documents/documents.jobs.js';
import { DocumentsNotifications } from './documents/documents.notifications.js';
import { DocumentsService } from './documents/documents.service.js';
import { ProviderRecordsController } from './ops/provider-records.controller.js';
import { ProviderRecordsService } from './ops/provider-records.service.js';
import { PlanRepository } from './plans/plan.repository.js';
import { PlannableProvidersService } from './plans/plannable-providers.service.js';
import { ShiftPlansService } from './plans/shift-plans.service.js';
import { ProviderRepository } from './provider.repository.js';
import { ProviderStatisticsService } from './provider-statistics.service.js';
import { ProvidersController } from './providers.controller.js';
import { ProvidersService } from './providers.service.js';
import { ProvidersTools } from './providers.tools.js';

@Module({
  imports: [AuditModule, CatalogueModule],
  controllers: [ProvidersController, ProviderRecordsController],
  providers: [
    ProvidersService,
    ProvidersTools,
    ProviderRepository,
    ProviderStatisticsService,
    ProviderRecordsService,
    DocumentsService,
    DocumentsJobs,
    DocumentsNotifications,
    PlanRepository,
    PlannableProvidersService,
    ShiftPlansService,
  ],
  exports: [
    ProvidersService,
    ProviderStatisticsService,
    ProviderRecordsService,
    PlannableProvidersService,
    ShiftPlansService,
  ],
})
export class ProvidersModule {}
