import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { AgentsJobs } from './agents.jobs.js';
import { AgentsPersonalData } from './agents.personal-data.js';
import { Arranger } from './booking/arranger.js';
import { BookingAgent } from './booking/booking.agent.js';
import { Decisions } from './booking/decisions.js';
import { ChatController } from './chat.controller.js';
import { ChatService } from './chat.service.js';
import { Checkpoints } from './checkpoints.js';
import { CoordinatorAgent } from './coordinator.agent.js';
import { FallbackAgent } from './fallback.agent.js';
import { ConversationGraph } from './graph.js';
import { ModelStore } from './language/model.store.js';
import { Understander } from './language/understanding.js';
import { ServiceAgent } from './service.agent.js';
import { Toolbox } from './toolbox.js';

@Module({
  imports: [ConversationsModule],
  controllers: [ChatController],
  providers: [
    ChatService,
    ConversationGraph,
    Checkpoints,
    CoordinatorAgent,
    BookingAgent,
    Arranger,
    Decisions,
    ServiceAgent,
    FallbackAgent,
    Understander,
    ModelStore,
    Toolbox,
    AgentsPersonalData,
    AgentsJobs,
  ],
})
export class AgentsModule implements OnApplicationBootstrap {
  constructor(private readonly understander: Understander) {}

  /** Learned before the first message, not with it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.understander.ready();
  }
}
