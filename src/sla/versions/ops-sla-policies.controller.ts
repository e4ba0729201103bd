import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { SlaPoliciesService } from './sla-policies.service.js';
import {
  createSlaPolicyInput,
  replaceSlaPolicyInput,
  publishSlaPolicyInput,
  slaPolicyView,
  slaPoliciesView,
  type CreateSlaPolicyInput,
  type PublishSlaPolicyInput,
} from './sla-policies.schemas.js';
import { slaVersionNumber } from './version.schemas.js';

const byNumber = { schema: slaVersionNumber };
const notDraft = 'SLA_VERSION_NOT_DRAFT: what was published is never changed.';

/** Whoever works on complaints may see what they are measured by; what is promised is set by those who run the installation. */
@ApiTags('SLA')
@OnlyFor('staff')
@Controller('ops/sla/policies')
export class OpsSlaPoliciesController {
  constructor(private readonly versions: SlaPoliciesService) {}

  @Get()
  @Requires('complaints.read')
  @Operation({
    id: 'listSlaPolicys',
    summary: 'List the versions of the SLA policies',
    description: 'Returns drafts, published and retired versions, the newest first.',
  })
  @ReturnsView(slaPoliciesView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.versions.list(actor) };
  }

  @Post()
  @Requires('system.configure')
  @Idempotent()
  @Operation({
    id: 'createSlaPolicy',
    summary: 'Create a draft of an SLA policy',
    description:
      'Rules in their order: the first one that holds decides how soon a case is answered and solved, and what makes its time stand still. The last one has to hold without a condition. Nothing follows from a draft until it is published.',
  })
  @ReturnsView(slaPolicyView, {
    status: 201,
    location: ':number',
    problems: { 409: { description: 'TOO_MANY_SLA_VERSIONS' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createSlaPolicyInput }) input: CreateSlaPolicyInput) {
    return this.versions.create(actor, input);
  }

  @Get(':number')
  @Requires('complaints.read')
  @Operation({
    id: 'getSlaPolicy',
    summary: 'Get a version of an SLA policy',
    description: 'Returns what it says, and since when it has held.',
    codes: ['SLA_POLICY_NOT_FOUND'],
  })
  @ReturnsView(slaPolicyView)
  get(@CurrentActor() actor: Actor, @Param('number', byNumber) number: number) {
    return this.versions.get(actor, number);
  }

  @Put(':number')
  @Requires('system.configure')
  @Operation({
    id: 'replaceSlaPolicy',
    summary: 'Replace a draft of an SLA policy',
    description: 'Only a draft can be replaced.',
    codes: ['SLA_POLICY_NOT_FOUND'],
  })
  @ReturnsView(slaPolicyView, { problems: { 409: { description: notDraft } } })
  replace(
    @CurrentActor() actor: Actor,
    @Param('number', byNumber) number: number,
    @Body({ schema: replaceSlaPolicyInput }) input: CreateSlaPolicyInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.versions.replace(actor, number, input, expected);
  }

  @Post(':number/publish')
  @Requires('system.configure')
  @Operation({
    id: 'publishSlaPolicy',
    summary: 'Publish a draft of an SLA policy',
    description:
      'What is filed from `validFrom` on is under it. What is open keeps its promise, unless `isForOpenCases` says otherwise.',
    codes: ['SLA_POLICY_NOT_FOUND'],
  })
  @ReturnsView(slaPolicyView, {
    problems: {
      409: { description: notDraft },
      422: {
        description:
          'SLA_WINDOW_INVALID: it would begin in the past; SLA_RETARGETING_TOO_EARLY: open cases cannot be put now under what holds later.',
      },
    },
  })
  publish(
    @CurrentActor() actor: Actor,
    @Param('number', byNumber) number: number,
    @Body({ schema: publishSlaPolicyInput }) input: PublishSlaPolicyInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.versions.publish(actor, number, input, expected);
  }

  @Post(':number/retire')
  @Requires('system.configure')
  @Operation({
    id: 'retireSlaPolicy',
    summary: 'Retire a published version of an SLA policy',
    description:
      'Nothing further comes under it, and the one that held before holds again. What is under it keeps it.',
    codes: ['SLA_POLICY_NOT_FOUND'],
  })
  @ReturnsView(slaPolicyView, {
    problems: {
      409: {
        description: 'SLA_VERSION_NOT_PUBLISHED; LAST_SLA_VERSION: no other one is in force for everybody.',
      },
    },
  })
  retire(
    @CurrentActor() actor: Actor,
    @Param('number', byNumber) number: number,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.versions.retire(actor, number, expected);
  }
}
