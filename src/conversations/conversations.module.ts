import { Module } from '@nestjs/common';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsService } from './conversations.service.js';
import { ProposalsService } from './proposals.service.js';
import { TurnsService } from './turns.service.js';

@Module({
  controllers: [ConversationsController],
  providers: [ConversationsService, ProposalsService, TurnsService],
  exports: [ConversationsService, ProposalsService, TurnsService],
})
export class ConversationsModule {}
