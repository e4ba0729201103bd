import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { LedgerService } from './ledger.service.js';

@Module({
  imports: [AuditModule],
  providers: [LedgerService],
  exports: [LedgerService],
})
export class PaymentsModule {}
