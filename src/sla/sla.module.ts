import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SlaService } from './sla.service.js';
import { CalendarsService } from './versions/calendars.service.js';
import { OpsCalendarsController } from './versions/ops-calendars.controller.js';
import { OpsSlaPoliciesController } from './versions/ops-sla-policies.controller.js';
import { SlaPoliciesService } from './versions/sla-policies.service.js';

@Module({
  imports: [AuditModule],
  controllers: [OpsCalendarsController, OpsSlaPoliciesController],
  providers: [SlaService, CalendarsService, SlaPoliciesService],
  exports: [SlaService],
})
export class SlaModule {}
