import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  RateClass,
  ReturnsNothing,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  changesView,
  comparedVersions,
  createCustomToolInput,
  customToolsView,
  customToolView,
  draftCustomToolInput,
  tryCustomToolInput,
  tryOutcomeView,
  versionNumber,
  versionsView,
  versionView,
  type ComparedVersions,
  type CreateCustomTool,
  type DraftCustomTool,
  type TryCustomTool,
} from './custom-tools.schemas.js';
import { CustomToolsService } from './custom-tools.service.js';
import { customToolName } from './tool-definition.js';
import { ToolTrials } from './tool-trials.service.js';

const byName = { schema: customToolName };
const notFound = ['CUSTOM_TOOL_NOT_FOUND'];
const notHeld = {
  description: 'TOOL_PERMISSION_NOT_HELD: the tool would open to others what is closed to you.',
  members: z.object({ permission: z.string().optional() }),
};
const invalid = {
  description: 'CUSTOM_TOOL_INVALID: the parts of the definition do not go together.',
  members: z.object({ faults: z.array(z.object({ path: z.string(), message: z.string() })).optional() }),
};

@ApiTags('Custom tools')
@OnlyFor('staff')
@Requires('agents.configure')
@Controller('ops/custom-tools')
export class CustomToolsController {
  constructor(
    private readonly tools: CustomToolsService,
    private readonly trials: ToolTrials,
  ) {}

  @Get()
  @Requires('agents.read')
  @Operation({
    id: 'listCustomTools',
    summary: 'List the tools that staff have made',
    description: 'Returns each with what is published of it and what is drafted, by name.',
  })
  @ReturnsView(customToolsView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.tools.list(actor) };
  }

  @Post()
  @Idempotent()
  @Operation({
    id: 'createCustomTool',
    summary: 'Create a tool without code',
    description:
      'It is a request to another server, or a saved question to another tool. As a draft nobody can call it; it is tried, then published.',
  })
  @ReturnsView(customToolView, {
    status: 201,
    location: ':name',
    problems: {
      403: notHeld,
      409: { description: 'CUSTOM_TOOL_EXISTS: the name is taken. TOO_MANY_CUSTOM_TOOLS.' },
      422: invalid,
    },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createCustomToolInput }) input: CreateCustomTool) {
    return this.tools.create(actor, input);
  }

  @Get(':name')
  @Requires('agents.read')
  @Operation({
    id: 'getCustomTool',
    summary: 'Get a tool that staff have made',
    description: 'Returns the version that is published and the one that is drafted.',
    codes: notFound,
  })
  @ReturnsView(customToolView)
  get(@CurrentActor() actor: Actor, @Param('name', byName) name: string) {
    return this.tools.get(actor, name);
  }

  @Put(':name')
  @Operation({
    id: 'draftCustomTool',
    summary: 'Write the draft of a tool',
    description:
      'All of it is replaced, and has to be tried anew. What is published stays until the draft is.',
    codes: notFound,
  })
  @ReturnsView(customToolView, {
    problems: {
      403: notHeld,
      409: { description: 'TOO_MANY_CUSTOM_TOOL_VERSIONS: create another tool.' },
      422: invalid,
    },
  })
  draft(
    @CurrentActor() actor: Actor,
    @Param('name', byName) name: string,
    @Body({ schema: draftCustomToolInput }) input: DraftCustomTool,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.tools.draft(actor, name, input, expected);
  }

  @Delete(':name')
  @Operation({
    id: 'deleteCustomTool',
    summary: 'Delete a tool that is not published',
    description: 'All its versions go with it.',
    codes: notFound,
  })
  @ReturnsNothing({ problems: { 409: { description: 'CUSTOM_TOOL_PUBLISHED: retire it first.' } } })
  async remove(
    @CurrentActor() actor: Actor,
    @Param('name', byName) name: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.tools.remove(actor, name, expected);
  }

  @Get(':name/versions')
  @Requires('agents.read')
  @Operation({
    id: 'listCustomToolVersions',
    summary: 'List the versions of a tool',
    description: 'Returns every version that ever was, the newest first.',
    codes: notFound,
  })
  @ReturnsView(versionsView)
  async versions(@CurrentActor() actor: Actor, @Param('name', byName) name: string) {
    return { items: await this.tools.versions(actor, name) };
  }

  @Get(':name/versions/:number')
  @Requires('agents.read')
  @Operation({
    id: 'getCustomToolVersion',
    summary: 'Get a version of a tool',
    description: 'Returns what it says, and what has become of it.',
    codes: [...notFound, 'CUSTOM_TOOL_VERSION_NOT_FOUND'],
  })
  @ReturnsView(versionView)
  version(
    @CurrentActor() actor: Actor,
    @Param('name', byName) name: string,
    @Param('number', { schema: versionNumber }) number: number,
  ) {
    return this.tools.version(actor, name, number);
  }

  @Get(':name/changes')
  @Requires('agents.read')
  @Operation({
    id: 'compareCustomToolVersions',
    summary: 'Compare two versions of a tool',
    description: 'Returns what is different, member by member; lists are compared whole.',
    codes: [...notFound, 'CUSTOM_TOOL_VERSION_NOT_FOUND'],
  })
  @ReturnsView(changesView)
  async changes(
    @CurrentActor() actor: Actor,
    @Param('name', byName) name: string,
    @Query({ schema: comparedVersions }) query: ComparedVersions,
  ) {
    return { items: await this.tools.compare(actor, name, query) };
  }

  @Post(':name/try')
  @RateClass('expensive')
  @Operation({
    id: 'tryCustomTool',
    summary: 'Try the draft of a tool',
    description:
      'Runs it as you, with the input that you give: what it calls is really called. Only a draft that went well as it is now can be published. A refusal of the tool is an answer, not a problem.',
    codes: notFound,
  })
  @ReturnsView(tryOutcomeView, {
    problems: {
      403: notHeld,
      409: { description: 'CUSTOM_TOOL_NOT_DRAFTED: there is nothing to try.' },
      422: { description: 'TOOL_TRY_UNCONFIRMED: it writes, and `confirmed` was not said.' },
    },
  })
  try(
    @CurrentActor() actor: Actor,
    @Param('name', byName) name: string,
    @Body({ schema: tryCustomToolInput }) input: TryCustomTool,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.trials.try(actor, name, input, expected);
  }

  @Post(':name/publish')
  @Operation({
    id: 'publishCustomTool',
    summary: 'Publish the draft of a tool',
    description:
      'Calls that begin from then on have it, in every process; the version before it is retired, and calls of that end as they began.',
    codes: notFound,
  })
  @ReturnsView(customToolView, {
    problems: {
      403: notHeld,
      409: {
        description:
          'CUSTOM_TOOL_NOT_DRAFTED: there is nothing to publish. CUSTOM_TOOL_UNTRIED: try it first. CUSTOM_TOOL_CYCLE: it would call itself.',
        members: z.object({ names: z.array(z.string()).optional() }),
      },
      422: invalid,
    },
  })
  publish(
    @CurrentActor() actor: Actor,
    @Param('name', byName) name: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.tools.publish(actor, name, expected);
  }

  @Post(':name/retire')
  @Operation({
    id: 'retireCustomTool',
    summary: 'Retire a tool',
    description: 'Nobody can call it any more. A draft of it stays.',
    codes: notFound,
  })
  @ReturnsView(customToolView, {
    problems: { 409: { description: 'CUSTOM_TOOL_NOT_PUBLISHED: there is nothing to retire.' } },
  })
  retire(
    @CurrentActor() actor: Actor,
    @Param('name', byName) name: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.tools.retire(actor, name, expected);
  }
}
