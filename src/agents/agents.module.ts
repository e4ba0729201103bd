import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { SentimentReader } from '#libs/nlu';
import { AuditModule } from '../audit/audit.module.js';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { AgentsController } from './agents.controller.js';
import { AccountAgent } from './account/account.agent.js';
import { AgentsJobs } from './agents.jobs.js';
import { AgentsPersonalData } from './agents.personal-data.js';
import { BookingPolicy } from './booking/booking-policy.js';
import { BookingAgent } from './booking/booking.agent.js';
import { BookingDecisions } from './booking/booking-decisions.js';
import { TaskOpener } from './booking/task-opener.js';
import { CallbackAgent } from './callback/callback.agent.js';
import { CaseFinder } from './complaint/case-finder.js';
import { ComplaintCaseAgent } from './complaint/case.agent.js';
import { ComplaintAgent } from './complaint/complaint.agent.js';
import { ComplaintProposer } from './complaint/complaint-proposer.js';
import { ComplaintReader } from './complaint/complaint-reader.js';
import { ComplaintStory } from './complaint/complaint-story.js';
import { PastVisits } from './visits/past-visits.js';
import { ChatController } from './chat.controller.js';
import { ChatService } from './chat.service.js';
import { CheckpointSaver } from './dialogue/checkpoint-saver.js';
import { AgentRegistry } from './dialogue/agent-registry.js';
import { Coordinator } from './dialogue/coordinator.js';
import { VisitSituationReader } from './dialogue/visit-situation.js';
import { FallbackAgent } from './fallback/fallback.agent.js';
import { ConversationGraph } from './dialogue/conversation-graph.js';
import { ModelReading } from './language/model-reading.js';
import { ModelStore } from './language/model.store.js';
import { LanguageUnderstander } from './language/language-understander.js';
import { CancellationAgent } from './cancellation/cancellation.agent.js';
import { ProposalExecutor } from './dialogue/proposal-executor.js';
import { SlotKeeper } from './dialogue/slot-keeper.js';
import { MoveProposer } from './rescheduling/move-proposer.js';
import { InvoiceAgent } from './invoice/invoice.agent.js';
import { RatingAgent } from './rating/rating.agent.js';
import { ReschedulingAgent } from './rescheduling/rescheduling.agent.js';
import { SlotFinder } from './visits/slot-finder.js';
import { VisitFinder } from './visits/visit-finder.js';
import { SecondReading } from './language/second-reading.js';
import { CatalogueWatcher } from './language/catalogue-watcher.js';
import { ServiceMeanings } from './language/service-meanings.js';
import { NotingAgent } from './noting/noting.agent.js';
import { DangerReader } from './safety/danger-reader.js';
import { PolicyAgent } from './policy/policy.agent.js';
import { SafetyAgent } from './safety/safety.agent.js';
import { StatusAgent } from './status/status.agent.js';
import { TermsAgent } from './terms/terms.agent.js';
import { ServiceAgent } from './service/service.agent.js';
import { AgentTools } from './agent-tools.js';
import { NlpController } from './nlp/nlp.controller.js';
import { NlpService } from './nlp/nlp.service.js';
import { ExamplesController } from './training/examples.controller.js';
import { ExamplesService } from './training/examples.service.js';
import { MisunderstoodController } from './training/misunderstood.controller.js';
import { ModelTrainer } from './training/model-trainer.js';
import { ModelsController } from './training/models.controller.js';
import { ModelsService } from './training/models.service.js';
import { PublishedModel } from './training/published-model.js';
import { TrainingJobs } from './training/training.jobs.js';
import { TrainingPersonalData } from './training/training.personal-data.js';

import { AgentConfigurationsService } from './registry/agent-configurations.service.js';
import { AgentRegistryController } from './registry/agent-registry.controller.js';
import { AgentsOverviewService } from './registry/agents-overview.service.js';
import { LiveConfigurations } from './registry/live-configurations.js';

@Module({
  imports: [AuditModule, ConversationsModule, DeclarationsModule],
  controllers: [
    ChatController,
    AgentsController,
    AgentRegistryController,
    NlpController,
    ExamplesController,
    MisunderstoodController,
    ModelsController,
  ],
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
    TaskOpener,
    ServiceAgent,
    StatusAgent,
    TermsAgent,
    NotingAgent,
    CancellationAgent,
    CallbackAgent,
    CaseFinder,
    ComplaintCaseAgent,
    ComplaintAgent,
    ComplaintProposer,
    ComplaintReader,
    ComplaintStory,
    PastVisits,
    AccountAgent,
    InvoiceAgent,
    RatingAgent,
    ReschedulingAgent,
    MoveProposer,
    SlotKeeper,
    ProposalExecutor,
    SlotFinder,
    VisitFinder,
    FallbackAgent,
    PolicyAgent,
    SafetyAgent,
    DangerReader,
    LanguageUnderstander,
    ModelStore,
    ModelReading,
    SecondReading,
    ServiceMeanings,
    CatalogueWatcher,
    SentimentReader,
    AgentTools,
    LiveConfigurations,
    AgentConfigurationsService,
    AgentsOverviewService,
    AgentsPersonalData,
    AgentsJobs,
    NlpService,
    PublishedModel,
    ModelTrainer,
    ModelsService,
    ExamplesService,
    TrainingJobs,
    TrainingPersonalData,
  ],
})
export class AgentsModule implements OnApplicationBootstrap {
  constructor(
    private readonly understander: LanguageUnderstander,
    private readonly dangers: DangerReader,
    private readonly complaints: ComplaintReader,
  ) {}

  /** Learned before the first message, not with it. */
  async onApplicationBootstrap(): Promise<void> {
    await Promise.all([this.dangers.ready(), this.complaints.ready(), this.understander.ready()]);
  }
}
