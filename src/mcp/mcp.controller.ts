import {
  Body,
  Controller,
  Delete,
  Get,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TakesQuery } from '#libs/http';
import { OpenStream, type OpenAnswer } from '#libs/realtime';
import { CurrentActor, ForApps, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { mcpPath } from '../config/api-prefix.js';
import { HostGuard } from './host.guard.js';
import { McpDoor } from './mcp-door.js';
import { toolSetsQuery } from './mcp.schemas.js';

/** More than any of our tools takes; a picture goes over the API. */
const limitBytes = 1024 * 1024;

/** The protocol has its own document: it is none of the operations of the API. */
@ApiExcludeController()
@Controller({ path: mcpPath, version: VERSION_NEUTRAL })
@Requires('identified')
@ForApps('mcp')
@UseGuards(HostGuard)
export class McpController {
  constructor(private readonly door: McpDoor) {}

  @Post()
  @TakesQuery({ types: ['application/json'], limitBytes, as: 'json' })
  call(
    @CurrentActor() actor: Actor,
    @Query('tools', { schema: toolSetsQuery }) toolSets: string[],
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @OpenStream() answer: OpenAnswer,
  ) {
    return this.door.serve({ actor, toolSets }, { request, reply, answer, body });
  }

  /** Of 2025-11-25: what the server has to say without being asked. */
  @Get()
  listen(
    @CurrentActor() actor: Actor,
    @Query('tools', { schema: toolSetsQuery }) toolSets: string[],
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @OpenStream() answer: OpenAnswer,
  ) {
    return this.door.serve({ actor, toolSets }, { request, reply, answer });
  }

  /** Of 2025-11-25: ends the session. */
  @Delete()
  end(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @OpenStream() answer: OpenAnswer,
  ) {
    return this.door.serve({ actor, toolSets: [] }, { request, reply, answer });
  }
}
