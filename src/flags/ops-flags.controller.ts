import { Body, Controller, Delete, Get, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  ReturnsView,
  ReturnsNothing,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { featureFlags } from '../access/features.js';
import {
  createFlagInput,
  flagKey,
  flagsView,
  flagView,
  replaceFlagInput,
  updateFlagInput,
  type CreateFlagInput,
  type ReplaceFlagInput,
  type UpdateFlagInput,
} from './flags.schemas.js';
import { FlagsService } from './flags.service.js';

const byKey = { schema: flagKey };
const rolesUnknown = {
  description: 'ROLES_UNKNOWN: there are no such roles.',
  members: z.object({ roles: z.array(z.string()).optional() }),
};
const defaults = Object.entries(featureFlags).map(([key, { description, default: isOn }]) => ({
  key,
  description,
  isOn,
}));

@ApiTags('Flags')
@Requires('system.configure')
@Controller('ops/flags')
export class OpsFlagsController {
  constructor(private readonly flags: FlagsService) {}

  @Get()
  @Operation({
    id: 'listFlags',
    summary: 'List flags',
    description: 'Returns every flag, and the defaults of features that have none.',
  })
  @ReturnsView(flagsView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.flags.list(actor), defaults };
  }

  @Post()
  @Idempotent()
  @Operation({
    id: 'createFlag',
    summary: 'Create a flag',
    description: 'The flag takes effect on the next request here, and within a second on other instances.',
  })
  @ReturnsView(flagView, {
    status: 201,
    location: ':key',
    problems: {
      422: rolesUnknown,
      409: { description: 'FLAG_EXISTS, or TOO_MANY_FLAGS: delete one first.' },
    },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createFlagInput }) input: CreateFlagInput) {
    return this.flags.create(actor, input);
  }

  @Get(':key')
  @Operation({
    id: 'getFlag',
    summary: 'Get a flag',
    description: 'Returns the conditions of one flag.',
    codes: ['FLAG_NOT_FOUND'],
  })
  @ReturnsView(flagView)
  get(@CurrentActor() actor: Actor, @Param('key', byKey) key: string) {
    return this.flags.get(actor, key);
  }

  @Put(':key')
  @Operation({
    id: 'replaceFlag',
    summary: 'Replace the conditions of a flag',
    description:
      'Conditions that are left out get their defaults. The change takes effect on the next request here, and within a second on other instances.',
    codes: ['FLAG_NOT_FOUND'],
  })
  @ReturnsView(flagView, { problems: { 422: rolesUnknown } })
  replace(
    @CurrentActor() actor: Actor,
    @Param('key', byKey) key: string,
    @Body({ schema: replaceFlagInput }) input: ReplaceFlagInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.flags.change(actor, key, input, expected);
  }

  @Patch(':key')
  @Operation({
    id: 'updateFlag',
    summary: 'Update conditions of a flag',
    description:
      'What is left out stays. The change takes effect on the next request here, and within a second on other instances.',
    codes: ['FLAG_NOT_FOUND'],
  })
  @ReturnsView(flagView, { problems: { 422: rolesUnknown } })
  change(
    @CurrentActor() actor: Actor,
    @Param('key', byKey) key: string,
    @Body({ schema: updateFlagInput }) input: UpdateFlagInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.flags.change(actor, key, input, expected);
  }

  @Delete(':key')
  @Operation({
    id: 'deleteFlag',
    summary: 'Delete a flag',
    description: 'The default of the feature applies again.',
    codes: ['FLAG_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(
    @CurrentActor() actor: Actor,
    @Param('key', byKey) key: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.flags.remove(actor, key, expected);
  }
}
