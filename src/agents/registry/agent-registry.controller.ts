import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  Idempotent,
  IfMatch,
  Operation,
  pageOf,
  RateClass,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { AgentConfigurationsService } from './agent-configurations.service.js';
import { AgentsOverviewService } from './agents-overview.service.js';
import {
  agentConfigurationView,
  agentName,
  agentsView,
  agentVersionsList,
  agentVersionView,
  agentView,
  compareQuery,
  createAgentVersionInput,
  performanceQuery,
  publishAgentVersionInput,
  settingChangesView,
  toggleAgentInput,
  type AgentVersionsQuery,
  type CompareQuery,
  type CreateAgentVersion,
  type PerformanceQuery,
  type PublishAgentVersion,
  type ToggleAgent,
} from './registry.schemas.js';

const named = { schema: agentName };
const isLive = 'Holds from the next message on, on other processes within a second.';
const settingsInvalid = {
  422: { description: 'AGENT_SETTINGS_INVALID: the agent does not take these settings.' },
};

@ApiTags('Agents')
@Controller('agents')
export class AgentRegistryController {
  constructor(
    private readonly agents: AgentsOverviewService,
    private readonly configurations: AgentConfigurationsService,
  ) {}

  @Get()
  @Requires('agents.read')
  @RateClass('expensive')
  @Operation({
    id: 'listAgents',
    summary: 'List the agents',
    description:
      'Returns what each declares, how it is set, and how it did in the last days. Figures are at most a minute old.',
  })
  @ReturnsView(agentsView)
  async list(@CurrentActor() actor: Actor, @Query({ schema: performanceQuery }) { days }: PerformanceQuery) {
    return { items: await this.agents.list(actor, days) };
  }

  @Get(':name')
  @Requires('agents.read')
  @RateClass('expensive')
  @Operation({
    id: 'getAgent',
    summary: 'Get an agent',
    description: 'Returns what it declares, how it is set, and how it did, also by version of its settings.',
    codes: ['AGENT_NOT_FOUND'],
  })
  @ReturnsView(agentView)
  get(
    @CurrentActor() actor: Actor,
    @Param('name', named) name: string,
    @Query({ schema: performanceQuery }) { days }: PerformanceQuery,
  ) {
    return this.agents.get(actor, name, days);
  }

  @Get(':name/configuration')
  @Requires('agents.read')
  @Operation({
    id: 'getAgentConfiguration',
    summary: 'Get how an agent is set',
    description: 'Returns whether it is on, and which version of its settings is live or tried.',
    codes: ['AGENT_NOT_FOUND'],
  })
  @ReturnsView(agentConfigurationView)
  configuration(@CurrentActor() actor: Actor, @Param('name', named) name: string) {
    return this.configurations.get(actor, name);
  }

  @Post(':name/toggle')
  @Requires('agents.configure')
  @Operation({
    id: 'toggleAgent',
    summary: 'Switch an agent off or on',
    description: `While it is off, whoever asks for its work is told that it is not possible at the moment, and what it was arranging is dropped. ${isLive}`,
    codes: ['AGENT_NOT_FOUND'],
  })
  @ReturnsView(agentConfigurationView, {
    problems: { 409: { description: 'AGENT_ALWAYS_ON: without it nobody would be answered, or be safe.' } },
  })
  toggle(
    @CurrentActor() actor: Actor,
    @Param('name', named) name: string,
    @Body({ schema: toggleAgentInput }) input: ToggleAgent,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.configurations.toggle(actor, name, input, expected);
  }

  @Get(':name/versions')
  @Requires('agents.read')
  @Operation({
    id: 'listAgentVersions',
    summary: 'List the versions of the settings of an agent',
    description: 'Version 0, what the agent declares by itself, is not among them.',
    codes: ['AGENT_NOT_FOUND'],
  })
  @ReturnsView(pageOf(agentVersionView))
  versions(
    @CurrentActor() actor: Actor,
    @Param('name', named) name: string,
    @Query({ schema: agentVersionsList.query }) query: AgentVersionsQuery,
  ) {
    return this.configurations.versions(actor, name, query);
  }

  @Post(':name/versions')
  @Requires('agents.configure')
  @Idempotent()
  @Operation({
    id: 'createAgentVersion',
    summary: 'Create a version of the settings of an agent',
    description: 'Nothing changes until it is published. Versions are never changed.',
    codes: ['AGENT_NOT_FOUND'],
  })
  @ReturnsView(agentVersionView, {
    status: 201,
    problems: {
      409: {
        description: 'AGENT_WITHOUT_SETTINGS: nothing of it can be set; or TOO_MANY_AGENT_VERSIONS.',
      },
      ...settingsInvalid,
    },
  })
  createVersion(
    @CurrentActor() actor: Actor,
    @Param('name', named) name: string,
    @Body({ schema: createAgentVersionInput }) input: CreateAgentVersion,
  ) {
    return this.configurations.createVersion(actor, name, input);
  }

  @Get(':name/versions/compare')
  @Requires('agents.read')
  @Operation({
    id: 'compareAgentVersions',
    summary: 'Compare two versions of the settings of an agent',
    description: 'Returns the settings in which they differ; 0 is what the agent declares by itself.',
    codes: ['AGENT_NOT_FOUND', 'AGENT_VERSION_NOT_FOUND'],
  })
  @ReturnsView(settingChangesView)
  async compare(
    @CurrentActor() actor: Actor,
    @Param('name', named) name: string,
    @Query({ schema: compareQuery }) { from, to }: CompareQuery,
  ) {
    return { items: await this.configurations.compare(actor, name, from, to) };
  }

  @Post(':name/publish')
  @Requires('agents.configure')
  @Operation({
    id: 'publishAgentVersion',
    summary: 'Publish a version of the settings of an agent',
    description: `For all conversations, or to be tried by some of them beside the live version. ${isLive}`,
    codes: ['AGENT_NOT_FOUND', 'AGENT_VERSION_NOT_FOUND'],
  })
  @ReturnsView(agentConfigurationView, {
    problems: {
      409: { description: 'AGENT_WITHOUT_SETTINGS: nothing of it can be set.' },
      ...settingsInvalid,
    },
  })
  publish(
    @CurrentActor() actor: Actor,
    @Param('name', named) name: string,
    @Body({ schema: publishAgentVersionInput }) input: PublishAgentVersion,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.configurations.publish(actor, name, input, expected);
  }

  @Post(':name/rollback')
  @Requires('agents.configure')
  @Operation({
    id: 'rollBackAgent',
    summary: 'Go back to the settings before',
    description: `Ends what is being tried; if nothing is, the version that was live before is live again. ${isLive}`,
    codes: ['AGENT_NOT_FOUND'],
  })
  @ReturnsView(agentConfigurationView, {
    problems: { 409: { description: 'NOTHING_TO_ROLL_BACK: there was no other version before.' } },
  })
  rollBack(
    @CurrentActor() actor: Actor,
    @Param('name', named) name: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.configurations.rollBack(actor, name, expected);
  }
}
