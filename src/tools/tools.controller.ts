import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KeptByCaller, Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { CallerGone } from './caller-gone.js';
import { ToolCalls } from './tool-calls.service.js';
import { ToolUsageReports } from './tool-usage.service.js';
import {
  executeToolInput,
  refusalMembers,
  toolDetailView,
  toolName,
  toolResultView,
  toolsList,
  toolsView,
  toolUsageQuery,
  toolUsageView,
  type ExecuteToolInput,
  type ListTools,
  type ToolUsageQuery,
} from './tools.schemas.js';
import { ToolsService } from './tools.service.js';

@ApiTags('Tools')
@Controller('tools')
export class ToolsController {
  constructor(
    private readonly tools: ToolsService,
    private readonly calls: ToolCalls,
    private readonly usage: ToolUsageReports,
  ) {}

  @Get()
  @Requires('identified')
  @Operation({
    id: 'listTools',
    summary: 'List the tools that you may call',
    description:
      'Returns what the caller may do at this moment, without the forms: see one of them for those.',
  })
  @KeptByCaller()
  @ReturnsView(toolsView)
  list(@CurrentActor() actor: Actor, @Query({ schema: toolsList.query }) query: ListTools) {
    return this.tools.list(actor, query);
  }

  @Get('analytics')
  @RateClass('expensive')
  @Requires('reports.read')
  @OnlyFor('staff')
  @Operation({
    id: 'getToolUsage',
    summary: 'Get the usage of tools',
    description:
      'Adds up calls of tools, by whichever way they came; of the last day unless you say otherwise. A call is counted within seconds of its end, in the minute in which it ended. Dry runs are not counted.',
  })
  @ReturnsView(toolUsageView)
  analytics(@CurrentActor() actor: Actor, @Query({ schema: toolUsageQuery }) query: ToolUsageQuery) {
    return this.usage.report(actor, query);
  }

  @Get(':name')
  @Requires('identified')
  @Operation({
    id: 'getTool',
    summary: 'Get a tool',
    description: 'Returns the tool with the forms of its arguments and of its answer.',
    codes: ['TOOL_UNKNOWN'],
  })
  @KeptByCaller()
  @ReturnsView(toolDetailView)
  get(@CurrentActor() actor: Actor, @Param('name', { schema: toolName }) name: string) {
    return this.tools.get(actor, name);
  }

  @Post('execute')
  @Requires('identified')
  @Operation({
    id: 'executeTool',
    summary: 'Call a tool',
    description:
      'Calls the tool as whoever asks: it can do what they may do, and is limited and recorded like its route. It has 30 seconds, and ends when the caller hangs up. A refusal is a problem with the code of the tool.',
    codes: [
      'TOOL_UNKNOWN',
      'NOT_CONFIRMED',
      'NOT_REHEARSABLE',
      'CALLS_TOO_DEEP',
      'TIMED_OUT',
      'FAILED',
      'ANSWER_TOO_LONG',
      'CONFIRMATION_IN_FLIGHT',
      'CONFIRMATION_REUSED',
      'CONFIRMATION_UNRESOLVED',
    ],
  })
  @ReturnsView(toolResultView, {
    problems: {
      422: { description: 'What the tool itself refuses, in its own words.', members: refusalMembers },
    },
  })
  execute(
    @CurrentActor() actor: Actor,
    @Body({ schema: executeToolInput }) input: ExecuteToolInput,
    @CallerGone() signal: AbortSignal,
  ) {
    return this.calls.execute(actor, input, signal);
  }
}
