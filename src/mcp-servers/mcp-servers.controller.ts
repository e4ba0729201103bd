import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  ReturnsNothing,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  createServerInput,
  healthView,
  serversList,
  serversView,
  serverView,
  updateServerInput,
  type CreateServerInput,
  type ListServers,
  type UpdateServerInput,
} from './mcp-servers.schemas.js';
import { McpServersService } from './mcp-servers.service.js';

const uuid = { schema: z.uuid() };
const refused = {
  description:
    'MCP_ADDRESS_REFUSED: no server can be reached there, `reason` says why; MCP_COMMAND_UNKNOWN: only `commands` are started.',
  members: z.object({ reason: z.string().optional(), commands: z.array(z.string()).optional() }),
};

@ApiTags('Foreign tools')
@Requires('system.configure')
@OnlyFor('staff')
@Controller('ops/mcp-servers')
export class McpServersController {
  constructor(private readonly servers: McpServersService) {}

  @Post()
  @Idempotent()
  @Operation({
    id: 'createMcpServer',
    summary: 'Register a foreign tool server',
    description:
      'Registers a server that speaks the Model Context Protocol. It is not asked yet: see `refreshMcpServer`. None of its tools can be called before somebody has approved it.',
  })
  @ReturnsView(serverView, {
    status: 201,
    location: ':id',
    problems: {
      422: refused,
      409: {
        description:
          'MCP_NAME_TAKEN: there are tools whose names begin so; TOO_MANY_MCP_SERVERS: delete one first.',
      },
    },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createServerInput }) input: CreateServerInput) {
    return this.servers.create(actor, input);
  }

  @Get()
  @Operation({
    id: 'listMcpServers',
    summary: 'List foreign tool servers',
    description: 'Secrets are not shown.',
  })
  @ReturnsView(serversView)
  list(@CurrentActor() actor: Actor, @Query({ schema: serversList.query }) query: ListServers) {
    return this.servers.list(actor, query);
  }

  @Get(':id')
  @Operation({
    id: 'getMcpServer',
    summary: 'Get a foreign tool server',
    description: 'Its secrets are not shown; how it has been lately tells `getMcpServerHealth`.',
    codes: ['MCP_SERVER_NOT_FOUND'],
  })
  @ReturnsView(serverView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.servers.get(actor, id);
  }

  @Get(':id/health')
  @Operation({
    id: 'getMcpServerHealth',
    summary: 'Get the health of a foreign tool server',
    description: 'Returns what requests to it have come to, and whether it is left alone at the moment.',
    codes: ['MCP_SERVER_NOT_FOUND'],
  })
  @ReturnsView(healthView)
  health(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.servers.health(actor, id);
  }

  @Patch(':id')
  @Operation({
    id: 'updateMcpServer',
    summary: 'Change a foreign tool server',
    description:
      'What is left out stays. When it leads to another address or command, its tools are forgotten with their approvals, and its secrets as well if the origin is another one.',
    codes: ['MCP_SERVER_NOT_FOUND'],
  })
  @ReturnsView(serverView, { problems: { 422: refused } })
  update(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: updateServerInput }) input: UpdateServerInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.servers.update(actor, id, input, expected);
  }

  @Delete(':id')
  @Operation({
    id: 'deleteMcpServer',
    summary: 'Delete a foreign tool server',
    description: 'Its tools and their approvals are deleted too. Calls that are under way end.',
    codes: ['MCP_SERVER_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.servers.remove(actor, id, expected);
  }
}
