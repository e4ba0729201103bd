import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  createPolicyInput,
  policiesView,
  policyNumber,
  policyView,
  publishPolicyInput,
  replacePolicyInput,
  type CreatePolicyInput,
  type PublishPolicyInput,
} from './policies.schemas.js';
import { PoliciesService } from './policies.service.js';

const byNumber = { schema: policyNumber };
const notDraft = 'POLICY_NOT_DRAFT: what was published is never changed.';

/**
 * What a cancellation costs is part of what is sold: whoever may change prices may change it (`catalogue.update`). Not whoever refunds
 * (`bookings.refund`): nobody is to write the rules that they are held to.
 */
@ApiTags('Policies')
@OnlyFor('staff')
@Controller('ops/policies')
export class OpsPoliciesController {
  constructor(private readonly policies: PoliciesService) {}

  @Get()
  @Requires('catalogue.read')
  @Operation({
    id: 'listPolicies',
    summary: 'List the versions of the policies',
    description: 'Returns drafts, published and retired versions, the newest first.',
  })
  @ReturnsView(policiesView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.policies.list(actor) };
  }

  @Post()
  @Requires('catalogue.update')
  @Idempotent()
  @Operation({
    id: 'createPolicy',
    summary: 'Create a draft of the policies',
    description:
      'A version holds all clauses. The first clause of a kind whose conditions hold decides; the last one of cancellation, rescheduling and no-show has to hold without a condition. Nothing follows from a draft until it is published.',
  })
  @ReturnsView(policyView, {
    status: 201,
    location: ':number',
    problems: { 409: { description: 'TOO_MANY_POLICIES' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createPolicyInput }) input: CreatePolicyInput) {
    return this.policies.create(actor, input);
  }

  @Get(':number')
  @Requires('catalogue.read')
  @Operation({
    id: 'getPolicy',
    summary: 'Get a version of the policies',
    description: 'Returns its clauses and since when it has held.',
    codes: ['POLICY_NOT_FOUND'],
  })
  @ReturnsView(policyView)
  get(@CurrentActor() actor: Actor, @Param('number', byNumber) number: number) {
    return this.policies.get(actor, number);
  }

  @Put(':number')
  @Requires('catalogue.update')
  @Operation({
    id: 'replacePolicy',
    summary: 'Replace a draft of the policies',
    description: 'Only a draft can be replaced.',
    codes: ['POLICY_NOT_FOUND'],
  })
  @ReturnsView(policyView, { problems: { 409: { description: notDraft } } })
  replace(
    @CurrentActor() actor: Actor,
    @Param('number', byNumber) number: number,
    @Body({ schema: replacePolicyInput }) input: CreatePolicyInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.policies.replace(actor, number, input, expected);
  }

  @Post(':number/publish')
  @Requires('catalogue.update')
  @Operation({
    id: 'publishPolicy',
    summary: 'Publish a draft of the policies',
    description: 'Bookings made from `validFrom` on are under it; those made before keep theirs.',
    codes: ['POLICY_NOT_FOUND'],
  })
  @ReturnsView(policyView, {
    problems: {
      409: { description: notDraft },
      422: { description: 'POLICY_WINDOW_INVALID: it would begin in the past.' },
    },
  })
  publish(
    @CurrentActor() actor: Actor,
    @Param('number', byNumber) number: number,
    @Body({ schema: publishPolicyInput }) input: PublishPolicyInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.policies.publish(actor, number, input, expected);
  }

  @Post(':number/retire')
  @Requires('catalogue.update')
  @Operation({
    id: 'retirePolicy',
    summary: 'Retire a published version of the policies',
    description: 'No further booking comes under it, and the one that held before holds again.',
    codes: ['POLICY_NOT_FOUND'],
  })
  @ReturnsView(policyView, {
    problems: { 409: { description: 'POLICY_NOT_PUBLISHED; LAST_POLICY: no other one is in force.' } },
  })
  retire(
    @CurrentActor() actor: Actor,
    @Param('number', byNumber) number: number,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.policies.retire(actor, number, expected);
  }
}
