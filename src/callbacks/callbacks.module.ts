import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { CallbacksController } from './callbacks.controller.js';
import { CallbacksNotifications } from './callbacks.notifications.js';
import { CallbacksPersonalData } from './callbacks.personal-data.js';
import { CallbacksService } from './callbacks.service.js';
import { CallbacksTools } from './callbacks.tools.js';

@Module({
  imports: [AuditModule, CustomersModule],
  controllers: [CallbacksController],
  providers: [CallbacksService, CallbacksTools, CallbacksPersonalData, CallbacksNotifications],
})
export class CallbacksModule {}
