import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { PricesController } from './prices.controller.js';
import { PricingService } from './pricing.service.js';
import { PricingTools } from './pricing.tools.js';

@Module({
  imports: [CatalogueModule],
  controllers: [PricesController],
  providers: [PricingService, PricingTools],
  exports: [PricingService],
})
export class PricingModule {}
