import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { PhotographsController } from './photographs.controller.js';
import { PhotographsListener } from './photographs.listener.js';
import { PhotographsPersonalData } from './photographs.personal-data.js';
import { PhotographsService } from './photographs.service.js';

@Module({
  imports: [AuditModule],
  controllers: [PhotographsController],
  providers: [PhotographsService, PhotographsListener, PhotographsPersonalData],
})
export class PhotographsModule {}
