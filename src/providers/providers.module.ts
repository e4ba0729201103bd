import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { ProviderRepository } from './provider.repository.js';
import { ProviderStatisticsService } from './provider-statistics.service.js';
import { ProvidersController } from './providers.controller.js';
import { ProvidersService } from './providers.service.js';

@Module({
  imports: [CatalogueModule],
  controllers: [ProvidersController],
  providers: [ProvidersService, ProviderRepository, ProviderStatisticsService],
  exports: [ProvidersService, ProviderStatisticsService],
})
export class ProvidersModule {}
