import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CustomToolConfirmations } from './confirmations/custom-tool-confirmations.service.js';
import { CustomToolRunner } from './custom-tool-runner.js';
import { CustomToolsController } from './custom-tools.controller.js';
import { CustomToolsJobs } from './custom-tools.jobs.js';
import { CustomToolsService } from './custom-tools.service.js';
import { HttpKind } from './kinds/http.kind.js';
import { QuestionKind } from './kinds/question.kind.js';
import { ToolHostsController } from './outside/tool-hosts.controller.js';
import { ToolHosts } from './outside/tool-hosts.service.js';
import { ToolSecretsController } from './outside/tool-secrets.controller.js';
import { ToolSecrets } from './outside/tool-secrets.service.js';
import { PublishedTools } from './published-tools.js';
import { ToolTrials } from './tool-trials.service.js';

/** Also needs #libs/outbound and #libs/tools. */
@Module({
  imports: [AuditModule],
  // Hosts and secrets first: their addresses are not names of tools.
  controllers: [ToolHostsController, ToolSecretsController, CustomToolsController],
  providers: [
    CustomToolsService,
    ToolTrials,
    CustomToolsJobs,
    PublishedTools,
    CustomToolRunner,
    HttpKind,
    QuestionKind,
    CustomToolConfirmations,
    ToolHosts,
    ToolSecrets,
  ],
})
export class CustomToolsModule {}
