import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, pageOf, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  changePriceRuleInput,
  createPriceRuleInput,
  priceRulesList,
  priceRuleVersionsList,
  priceRuleVersionView,
  priceRuleView,
  type ChangePriceRule,
  type CreatePriceRule,
  type ListPriceRules,
  type ListPriceRuleVersions,
} from './price-rules.schemas.js';
import { PriceRulesService } from './price-rules.service.js';

const uuid = { schema: z.uuid() };
const incomplete = {
  description: 'PRICE_RULE_INCOMPLETE: the terms do not say what a rule of this kind must say.',
  members: z.object({ faults: z.array(z.string()).optional() }),
};

@ApiTags('Pricing')
@Requires('catalogue.update')
@Controller('ops/pricing/rules')
export class PriceRulesController {
  constructor(private readonly rules: PriceRulesService) {}

  @Get()
  @Operation({
    id: 'listPriceRules',
    summary: 'List the rules that prices are made of',
    description: 'Returns each with the version that is published and the one that is drafted.',
  })
  @ReturnsView(pageOf(priceRuleView))
  list(@CurrentActor() actor: Actor, @Query({ schema: priceRulesList.query }) query: ListPriceRules) {
    return this.rules.list(actor, query);
  }

  @Post()
  @Idempotent()
  @Operation({
    id: 'createPriceRule',
    summary: 'Create a price rule',
    description: 'It is a draft and changes no price until it is published.',
  })
  @ReturnsView(priceRuleView, {
    status: 201,
    location: ':id',
    problems: { 409: { description: 'PRICE_RULE_EXISTS: the code is taken.' }, 422: incomplete },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createPriceRuleInput }) input: CreatePriceRule) {
    return this.rules.create(actor, input);
  }

  @Get(':id')
  @Operation({
    id: 'getPriceRule',
    summary: 'Get a price rule',
    description: 'Returns the version that is published and the one that is drafted.',
    codes: ['PRICE_RULE_NOT_FOUND'],
  })
  @ReturnsView(priceRuleView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.rules.get(actor, id);
  }

  @Put(':id')
  @Operation({
    id: 'changePriceRule',
    summary: 'Change the draft of a price rule',
    description:
      'All terms are replaced. A version that is published is never edited: what is written here succeeds it once it is published.',
    codes: ['PRICE_RULE_NOT_FOUND'],
  })
  @ReturnsView(priceRuleView, { problems: { 422: incomplete } })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: changePriceRuleInput }) input: ChangePriceRule,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.rules.change(actor, id, input, expected);
  }

  @Get(':id/versions')
  @Operation({
    id: 'listPriceRuleVersions',
    summary: 'List the versions of a price rule',
    description: 'Returns every version that ever was, the newest first.',
    codes: ['PRICE_RULE_NOT_FOUND'],
  })
  @ReturnsView(pageOf(priceRuleVersionView))
  versions(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Query({ schema: priceRuleVersionsList.query }) query: ListPriceRuleVersions,
  ) {
    return this.rules.versions(actor, id, query);
  }

  @Post(':id/publish')
  @Operation({
    id: 'publishPriceRule',
    summary: 'Publish the draft of a price rule',
    description:
      'Every price that is asked for from then on counts with it, in every process. Quotes that were given before are honoured.',
    codes: ['PRICE_RULE_NOT_FOUND'],
  })
  @ReturnsView(priceRuleView, {
    problems: {
      409: {
        description:
          'PRICE_RULE_NOT_DRAFTED: there is nothing to publish. PRICE_RULES_UNDECIDED: nothing says which of two rules comes first. TOO_MANY_PRICE_RULES. COUPON_LIMIT_TOO_LOW: it was used more often already.',
        members: z.object({ others: z.array(z.string()).optional(), uses: z.int().optional() }),
      },
      422: {
        description: 'PRICE_RULE_SCOPE_UNKNOWN: the catalogue has no such service or place.',
        members: z.object({ names: z.array(z.string()).optional() }),
      },
    },
  })
  publish(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.rules.publish(actor, id, expected);
  }

  @Post(':id/retire')
  @Operation({
    id: 'retirePriceRule',
    summary: 'Retire a price rule',
    description: 'No price counts with it from then on. A draft of it stays.',
    codes: ['PRICE_RULE_NOT_FOUND'],
  })
  @ReturnsView(priceRuleView, {
    problems: { 409: { description: 'PRICE_RULE_NOT_PUBLISHED: there is nothing to retire.' } },
  })
  retire(@CurrentActor() actor: Actor, @Param('id', uuid) id: string, @IfMatch() expected: ExpectedVersions) {
    return this.rules.retire(actor, id, expected);
  }
}
