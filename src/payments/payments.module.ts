import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CreditController } from './credit.controller.js';
import { CreditExpiryService } from './credit-expiry.service.js';
import { GatewayPaymentsService } from './gateway/gateway-payments.service.js';
import { GatewayWebhooksController } from './gateway/gateway-webhooks.controller.js';
import { OfflineRecorder } from './gateway/offline-recorder.js';
import { PaymentOperationsService } from './gateway/payment-operations.service.js';
import { PaymentPlansService } from './gateway/payment-plans.service.js';
import { PaymentProviders } from './gateway/payment-providers.js';
import { PaymentReportsService } from './gateway/payment-reports.service.js';
import { PaymentSweepService } from './gateway/payment-sweep.service.js';
import { RestGateway } from './gateway/rest-gateway.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerService } from './ledger.service.js';
import { PaymentsJobs } from './payments.jobs.js';
import { PaymentsPersonalData } from './payments.personal-data.js';
import { PaymentsService } from './payments.service.js';

/** Also needs #libs/outbound. */
@Module({
  imports: [AuditModule],
  controllers: [LedgerController, CreditController, GatewayWebhooksController],
  providers: [
    LedgerService,
    PaymentsService,
    CreditExpiryService,
    GatewayPaymentsService,
    OfflineRecorder,
    RestGateway,
    PaymentProviders,
    PaymentPlansService,
    PaymentOperationsService,
    PaymentReportsService,
    PaymentSweepService,
    PaymentsJobs,
    PaymentsPersonalData,
  ],
  exports: [LedgerService, PaymentsService, GatewayPaymentsService, PaymentPlansService],
})
export class PaymentsModule {}
