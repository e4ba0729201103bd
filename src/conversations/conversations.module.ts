import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AgentFiguresService } from './agent-figures.service.js';
import { ConversationExport } from './conversation-export.js';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsJobs } from './conversations.jobs.js';
import { ConversationsNotifications } from './conversations.notifications.js';
import { ConversationsPersonalData } from './conversations.personal-data.js';
import { ConversationsService } from './conversations.service.js';
import { DangerReportsService } from './danger-reports.service.js';
import { MisunderstoodService } from './misunderstood.service.js';
import { ProposalsService } from './proposals.service.js';
import { RatingsController } from './ratings.controller.js';
import { RatingsService } from './ratings.service.js';
import { TurnsService } from './turns.service.js';

@Module({
  imports: [AuditModule],
  controllers: [ConversationsController, RatingsController],
  providers: [
    ConversationsService,
    ProposalsService,
    TurnsService,
    ConversationExport,
    ConversationsJobs,
    ConversationsPersonalData,
    ConversationsNotifications,
    DangerReportsService,
    RatingsService,
    MisunderstoodService,
    AgentFiguresService,
  ],
  exports: [
    AgentFiguresService,
    ConversationsService,
    ProposalsService,
    TurnsService,
    DangerReportsService,
    MisunderstoodService,
  ],
})
export class ConversationsModule {}
