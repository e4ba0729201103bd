import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { CouponsService } from './coupons/coupons.service.js';
import { PricesController } from './prices.controller.js';
import { PricingPersonalData } from './pricing.personal-data.js';
import { PricingService } from './pricing.service.js';
import { PricingTools } from './pricing.tools.js';
import { QuotesController } from './quotes/quotes.controller.js';
import { QuotesJobs } from './quotes/quotes.jobs.js';
import { QuotesService } from './quotes/quotes.service.js';
import { SalePricesService } from './quotes/sale-prices.service.js';
import { PriceBook } from './rules/price-book.service.js';
import { PriceRulesController } from './rules/price-rules.controller.js';
import { PriceRulesService } from './rules/price-rules.service.js';

@Module({
  imports: [AuditModule, CatalogueModule, CustomersModule],
  controllers: [PricesController, QuotesController, PriceRulesController],
  providers: [
    PricingService,
    PriceBook,
    PriceRulesService,
    QuotesService,
    SalePricesService,
    CouponsService,
    PricingTools,
    QuotesJobs,
    PricingPersonalData,
  ],
  exports: [PricingService, SalePricesService, PriceBook],
})
export class PricingModule {}
