import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  Idempotent,
  IfMatch,
  Operation,
  ReturnsNothing,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  createToolSecretInput,
  replaceToolSecretInput,
  secretName,
  toolSecretsView,
  toolSecretView,
  type CreateToolSecret,
  type ReplaceToolSecret,
} from './outside.schemas.js';
import { ToolSecrets } from './tool-secrets.service.js';

const byName = { schema: secretName };

/** Written and used, never read. */
@ApiTags('Custom tools')
@OnlyFor('staff')
@Requires('system.configure')
@Controller('ops/custom-tools/secrets')
export class ToolSecretsController {
  constructor(private readonly secrets: ToolSecrets) {}

  @Get()
  @Requires('agents.read')
  @Operation({
    id: 'listToolSecrets',
    summary: 'List the secrets that tools may use',
    description: 'Returns names, and where each may be sent to; never the secrets themselves.',
  })
  @ReturnsView(toolSecretsView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.secrets.list(actor) };
  }

  @Post()
  @Idempotent({ isSecret: true })
  @Operation({
    id: 'createToolSecret',
    summary: 'Keep a secret for tools',
    description: 'Tools refer to it by its name, and it is sent to its hosts alone.',
  })
  @ReturnsView(toolSecretView, {
    status: 201,
    location: ':name',
    problems: { 409: { description: 'TOOL_SECRET_EXISTS, or TOO_MANY_TOOL_SECRETS.' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createToolSecretInput }) input: CreateToolSecret) {
    return this.secrets.create(actor, input);
  }

  @Get(':name')
  @Requires('agents.read')
  @Operation({
    id: 'getToolSecret',
    summary: 'Get what a secret of tools is for',
    description: 'Returns its hosts, never the secret itself.',
    codes: ['TOOL_SECRET_NOT_FOUND'],
  })
  @ReturnsView(toolSecretView)
  get(@CurrentActor() actor: Actor, @Param('name', byName) name: string) {
    return this.secrets.get(actor, name);
  }

  @Put(':name')
  @Operation({
    id: 'replaceToolSecret',
    summary: 'Replace a secret of tools',
    description: 'The next call of a tool uses the new one.',
    codes: ['TOOL_SECRET_NOT_FOUND'],
  })
  @ReturnsView(toolSecretView)
  replace(
    @CurrentActor() actor: Actor,
    @Param('name', byName) name: string,
    @Body({ schema: replaceToolSecretInput }) input: ReplaceToolSecret,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.secrets.replace(actor, name, input, expected);
  }

  @Delete(':name')
  @Operation({
    id: 'deleteToolSecret',
    summary: 'Delete a secret of tools',
    description: 'Tools that need it are refused from the next call on.',
    codes: ['TOOL_SECRET_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(
    @CurrentActor() actor: Actor,
    @Param('name', byName) name: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.secrets.remove(actor, name, expected);
  }
}
