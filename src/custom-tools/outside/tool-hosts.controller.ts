import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Idempotent, Operation, ReturnsNothing, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  createToolHostInput,
  toolHost,
  toolHostsView,
  toolHostView,
  type CreateToolHost,
} from './outside.schemas.js';
import { ToolHosts } from './tool-hosts.service.js';

const byHost = { schema: toolHost };

/** Where data may leave to is a setting, not a matter of whoever writes tools. */
@ApiTags('Custom tools')
@OnlyFor('staff')
@Requires('system.configure')
@Controller('ops/custom-tools/hosts')
export class ToolHostsController {
  constructor(private readonly hosts: ToolHosts) {}

  @Get()
  @Requires('agents.read')
  @Operation({
    id: 'listToolHosts',
    summary: 'List the hosts that tools may call',
    description: 'Returns those of the settings, and those that staff have added.',
  })
  @ReturnsView(toolHostsView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.hosts.list(actor) };
  }

  @Post()
  @Idempotent()
  @Operation({
    id: 'allowToolHost',
    summary: 'Allow tools to call a host',
    description: 'The name alone is allowed: neither what it leads to elsewhere, nor hosts under it.',
  })
  @ReturnsView(toolHostView, {
    status: 201,
    location: ':host',
    problems: { 409: { description: 'TOOL_HOST_EXISTS, or TOO_MANY_TOOL_HOSTS.' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createToolHostInput }) input: CreateToolHost) {
    return this.hosts.create(actor, input);
  }

  @Get(':host')
  @Requires('agents.read')
  @Operation({
    id: 'getToolHost',
    summary: 'Get a host that tools may call',
    description: 'Returns what it is for, and who has allowed it.',
    codes: ['TOOL_HOST_NOT_FOUND'],
  })
  @ReturnsView(toolHostView)
  get(@CurrentActor() actor: Actor, @Param('host', byHost) host: string) {
    return this.hosts.get(actor, host);
  }

  @Delete(':host')
  @Operation({
    id: 'disallowToolHost',
    summary: 'Forbid tools to call a host',
    description: 'Tools that call it are refused from the next call on. Hosts of the settings stay.',
    codes: ['TOOL_HOST_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(@CurrentActor() actor: Actor, @Param('host', byHost) host: string): Promise<void> {
    await this.hosts.remove(actor, host);
  }
}
