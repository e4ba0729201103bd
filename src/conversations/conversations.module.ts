import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ConversationExport } from './conversation-export.js';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsJobs } from './conversations.jobs.js';
import { ConversationsPersonalData } from './conversations.personal-data.js';
import { ConversationsService } from './conversations.service.js';
import { ProposalsService } from './proposals.service.js';
import { TurnsService } from './turns.service.js';

@Module({
  imports: [AuditModule],
  controllers: [ConversationsController],
  providers: [
    ConversationsService,
    ProposalsService,
    TurnsService,
    ConversationExport,
    ConversationsJobs,
    ConversationsPersonalData,
  ],
  exports: [ConversationsService, ProposalsService, TurnsService],
})
export class ConversationsModule {}
