import { Module } from '@nestjs/common';
import { OperationTools } from './operation-tools.js';
import { ToolCalls } from './tool-calls.service.js';
import { ToolConfirmations } from './tool-confirmations.service.js';
import { ToolMetrics } from './tool-metrics.js';
import { ToolUsageRecorder } from './tool-usage-recorder.js';
import { ToolUsageReports } from './tool-usage.service.js';
import { ToolsController } from './tools.controller.js';
import { ToolsJobs } from './tools.jobs.js';
import { ToolsPersonalData } from './tools.personal-data.js';
import { ToolsService } from './tools.service.js';

@Module({
  controllers: [ToolsController],
  providers: [
    OperationTools,
    ToolsService,
    ToolCalls,
    ToolConfirmations,
    ToolMetrics,
    ToolUsageRecorder,
    ToolUsageReports,
    ToolsJobs,
    ToolsPersonalData,
  ],
})
export class ToolsModule {}
