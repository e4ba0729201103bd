import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { CyclesService } from './cycles.service.js';
import { RecommendationsController } from './recommendations.controller.js';
import { RecommendationsService } from './recommendations.service.js';
import { RecommendationsTools } from './recommendations.tools.js';

@Module({
  imports: [AuditModule, CatalogueModule],
  controllers: [RecommendationsController],
  providers: [RecommendationsService, CyclesService, RecommendationsTools],
})
export class RecommendationsModule {}
