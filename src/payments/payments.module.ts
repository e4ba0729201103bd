import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CreditController } from './credit.controller.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerService } from './ledger.service.js';
import { PaymentsService } from './payments.service.js';

@Module({
  imports: [AuditModule],
  controllers: [LedgerController, CreditController],
  providers: [LedgerService, PaymentsService],
  exports: [LedgerService, PaymentsService],
})
export class PaymentsModule {}
