import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DefaultSchedules } from './default-schedules.js';
import { SchedulesController } from './schedules.controller.js';
import { SchedulesService } from './schedules.service.js';
import { ScheduleTicker } from './schedule-ticker.js';

@Module({
  imports: [AuditModule],
  controllers: [SchedulesController],
  providers: [SchedulesService, DefaultSchedules, ScheduleTicker],
})
export class SchedulesModule {}
