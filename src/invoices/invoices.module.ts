import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { InvoicePrinter } from './invoice-printer.js';
import { InvoicesController } from './invoices.controller.js';
import { InvoicesListener } from './invoices.listener.js';
import { InvoicesPersonalData } from './invoices.personal-data.js';
import { InvoicesService } from './invoices.service.js';
import { InvoicesTools } from './invoices.tools.js';

@Module({
  imports: [AuditModule],
  controllers: [InvoicesController],
  providers: [InvoicesService, InvoicePrinter, InvoicesListener, InvoicesTools, InvoicesPersonalData],
})
export class InvoicesModule {}
