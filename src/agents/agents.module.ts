import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { AgentsJobs } from './agents.jobs.js';
import { AgentsPersonalData } from './agents.personal-data.js';
import { BookingPolicy } from './booking/booking-policy.js';
import { BookingAgent } from './booking/booking.agent.js';
import { BookingDecisions } from './booking/booking-decisions.js';
import { ChatController } from './chat.controller.js';
import { ChatService } from './chat.service.js';
import { CheckpointSaver } from './checkpoint-saver.js';
import { CoordinatorAgent } from './coordinator.agent.js';
import { FallbackAgent } from './fallback.agent.js';
import { ConversationGraph } from './conversation-graph.js';
import { ModelStore } from './language/model.store.js';
import { LanguageUnderstander } from './language/language-understander.js';
import { SecondReading } from './language/second-reading.js';
import { ServiceAgent } from './service.agent.js';
import { AgentTools } from './agent-tools.js';

@Module({
  imports: [ConversationsModule],
  controllers: [ChatController],
  providers: [
    ChatService,
    ConversationGraph,
    CheckpointSaver,
    CoordinatorAgent,
    BookingAgent,
    BookingPolicy,
    BookingDecisions,
    ServiceAgent,
    FallbackAgent,
    LanguageUnderstander,
    ModelStore,
    SecondReading,
    AgentTools,
    AgentsPersonalData,
    AgentsJobs,
  ],
})
export class AgentsModule implements OnApplicationBootstrap {
  constructor(private readonly understander: LanguageUnderstander) {}

  /** Learned before the first message, not with it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.understander.ready();
  }
}
