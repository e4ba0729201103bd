import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { AgentsController } from './agents.controller.js';
import { AccountAgent } from './account/account.agent.js';
import { AgentsJobs } from './agents.jobs.js';
import { AgentsPersonalData } from './agents.personal-data.js';
import { BookingPolicy } from './booking/booking-policy.js';
import { BookingAgent } from './booking/booking.agent.js';
import { BookingDecisions } from './booking/booking-decisions.js';
import { CallbackAgent } from './callback/callback.agent.js';
import { ChatController } from './chat.controller.js';
import { ChatService } from './chat.service.js';
import { CheckpointSaver } from './dialogue/checkpoint-saver.js';
import { AgentRegistry } from './dialogue/agent-registry.js';
import { Coordinator } from './dialogue/coordinator.js';
import { VisitSituationReader } from './dialogue/visit-situation.js';
import { FallbackAgent } from './fallback/fallback.agent.js';
import { ConversationGraph } from './dialogue/conversation-graph.js';
import { ModelStore } from './language/model.store.js';
import { LanguageUnderstander } from './language/language-understander.js';
import { CancellationAgent } from './cancellation/cancellation.agent.js';
import { ProposalExecutor } from './dialogue/proposal-executor.js';
import { MoveProposer } from './rescheduling/move-proposer.js';
import { ReschedulingAgent } from './rescheduling/rescheduling.agent.js';
import { SlotFinder } from './visits/slot-finder.js';
import { VisitFinder } from './visits/visit-finder.js';
import { SecondReading } from './language/second-reading.js';
import { NotingAgent } from './noting/noting.agent.js';
import { DangerReader } from './safety/danger-reader.js';
import { PolicyAgent } from './policy/policy.agent.js';
import { SafetyAgent } from './safety/safety.agent.js';
import { StatusAgent } from './status/status.agent.js';
import { ServiceAgent } from './service/service.agent.js';
import { AgentTools } from './agent-tools.js';

@Module({
  imports: [ConversationsModule, DeclarationsModule],
  controllers: [ChatController, AgentsController],
  providers: [
    ChatService,
    ConversationGraph,
    CheckpointSaver,
    AgentRegistry,
    Coordinator,
    VisitSituationReader,
    BookingAgent,
    BookingPolicy,
    BookingDecisions,
    ServiceAgent,
    StatusAgent,
    NotingAgent,
    CancellationAgent,
    CallbackAgent,
    AccountAgent,
    ReschedulingAgent,
    MoveProposer,
    ProposalExecutor,
    SlotFinder,
    VisitFinder,
    FallbackAgent,
    PolicyAgent,
    SafetyAgent,
    DangerReader,
    LanguageUnderstander,
    ModelStore,
    SecondReading,
    AgentTools,
    AgentsPersonalData,
    AgentsJobs,
  ],
})
export class AgentsModule implements OnApplicationBootstrap {
  constructor(
    private readonly understander: LanguageUnderstander,
    private readonly dangers: DangerReader,
  ) {}

  /** Learned before the first message, not with it. */
  async onApplicationBootstrap(): Promise<void> {
    this.dangers.ready();
    await this.understander.ready();
  }
}
