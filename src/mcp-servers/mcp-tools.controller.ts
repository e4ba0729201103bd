import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  approveToolInput,
  refreshedView,
  rejectToolInput,
  toolsView,
  toolView,
  type ApproveToolInput,
  type RejectToolInput,
} from './mcp-servers.schemas.js';
import { McpToolsService } from './mcp-tools.service.js';

const uuid = { schema: z.uuid() };
const named = { schema: z.string().min(1).max(128).describe('As the server calls it.') };
const stale = {
  description:
    'MCP_TOOL_HASH_STALE: the server describes it in another way than with that hash; `hash` is of now.',
  members: z.object({ hash: z.string().optional() }),
};

@ApiTags('Foreign tools')
@Requires('system.configure')
@OnlyFor('staff')
@Controller('ops/mcp-servers/:id')
export class McpToolsController {
  constructor(private readonly tools: McpToolsService) {}

  @Post('refresh')
  @Operation({
    id: 'refreshMcpServer',
    summary: 'Read the tools of a foreign tool server',
    description:
      'Connects to the server now, and writes down which tools it has and what it says of them. An approved tool that it describes in another way is out of use from then on.',
    codes: ['MCP_SERVER_NOT_FOUND'],
  })
  @ReturnsView(refreshedView, {
    problems: {
      409: { description: 'MCP_SERVER_DISABLED: enable it first.' },
      503: {
        description: 'MCP_SERVER_FAILED: nothing came of it, `reason` says why. Nothing is written but that.',
        members: z.object({ reason: z.string().optional() }),
      },
    },
  })
  refresh(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.tools.refresh(actor, id);
  }

  @Get('tools')
  @Operation({
    id: 'listMcpServerTools',
    summary: 'List the tools of a foreign tool server',
    description:
      'Returns what the server said of its tools when it was last read, what was approved, and what has changed since.',
    codes: ['MCP_SERVER_NOT_FOUND'],
  })
  @ReturnsView(toolsView)
  list(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.tools.list(actor, id);
  }

  @Post('tools/:name/approve')
  @Operation({
    id: 'approveMcpTool',
    summary: 'Approve a foreign tool',
    description:
      'Lets a tool in, with the words that the hash is of and no others. Whoever holds the permission of the server can call it from then on.',
    codes: ['MCP_SERVER_NOT_FOUND', 'MCP_TOOL_NOT_FOUND'],
  })
  @ReturnsView(toolView, {
    problems: {
      409: stale,
      422: { description: 'MCP_TOOL_UNFIT: it cannot be approved, `detail` says why.' },
    },
  })
  approve(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Param('name', named) name: string,
    @Body({ schema: approveToolInput }) input: ApproveToolInput,
  ) {
    return this.tools.approve(actor, id, name, input);
  }

  @Post('tools/:name/reject')
  @Operation({
    id: 'rejectMcpTool',
    summary: 'Reject a foreign tool',
    description: 'Keeps a tool out as long as the server describes it so. An approval ends with it.',
    codes: ['MCP_SERVER_NOT_FOUND', 'MCP_TOOL_NOT_FOUND'],
  })
  @ReturnsView(toolView, { problems: { 409: stale } })
  reject(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Param('name', named) name: string,
    @Body({ schema: rejectToolInput }) input: RejectToolInput,
  ) {
    return this.tools.reject(actor, id, name, input);
  }
}
