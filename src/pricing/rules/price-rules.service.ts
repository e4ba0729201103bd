// What staff do with rules: draft, publish, retire. The old version goes and the new one comes in one transaction.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { violatesConstraint } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { CouponsService } from '../coupons/coupons.service.js';
import {
  PriceRuleExists,
  PriceRuleIncomplete,
  PriceRulesUndecided,
  TooManyPriceRules,
} from '../pricing.errors.js';
import { PriceBook } from './price-book.service.js';
import { PriceRule, PriceRuleVersion } from './price-rule.entity.js';
import { isUndecided } from './price-rule.js';
import {
  priceRulesList,
  priceRuleVersionsList,
  type ChangePriceRule,
  type CreatePriceRule,
  type ListPriceRules,
  type ListPriceRuleVersions,
} from './price-rules.schemas.js';
import { faultsOf, type RuleDraft } from './rule-faults.js';
import { checkScope } from './scope-names.js';

/** Beside coupons: every price looks at all of them. */
const publishedAtMost = 300;

const isNew = { status: 'draft', publishedAt: null, retiredAt: null } as const;

@Injectable()
export class PriceRulesService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly book: PriceBook,
    private readonly coupons: CouponsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws CursorInvalid, ValidationFailed */
  list(_actor: Actor, query: ListPriceRules): Promise<Page<PriceRule>> {
    const { kind, status } = query;
    const where = [kind ? { kind } : {}, status ? { versions: { $some: { status } } } : {}];
    return this.pages.read(PriceRule, priceRulesList, query, { where, populate: ['versions'] });
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string): Promise<PriceRule> {
    const rule = await this.em.findOne(PriceRule, { id }, { populate: ['versions'] });
    if (!rule) throw new NotFound('Price rule', id);
    return rule;
  }

  /** Newest first. @throws NotFound, CursorInvalid */
  async versions(actor: Actor, id: string, query: ListPriceRuleVersions): Promise<Page<PriceRuleVersion>> {
    await this.get(actor, id);
    return this.pages.read(PriceRuleVersion, priceRuleVersionsList, query, { where: [{ rule: id }] });
  }

  /** As a draft. @throws PriceRuleExists, PriceRuleIncomplete */
  async create(actor: Actor, { code: typed, kind, ...terms }: CreatePriceRule): Promise<PriceRule> {
    const code = kind === 'coupon' ? typed.toUpperCase() : typed;
    const draft = this.drafted(kind, terms);
    try {
      return await this.em.transactional(async (em) => {
        const rule = em.create(PriceRule, { code, kind });
        rule.versions.add(em.create(PriceRuleVersion, { ...draft, ...isNew, rule, number: 1 }));
        await this.record(actor, rule, 'created', { after: { kind, ...factsOf(draft) } });
        return rule;
      });
    } catch (error) {
      if (violatesConstraint(error, 'price_rules_code_unique')) throw new PriceRuleExists(code);
      throw error;
    }
  }

  /**
   * Writes the draft, all its terms. What is published stays as it is until the draft is published.
   * @throws NotFound, PreconditionFailed, PriceRuleIncomplete
   */
  change(actor: Actor, id: string, terms: ChangePriceRule, expected: ExpectedVersions): Promise<PriceRule> {
    return this.em.transactional(async (em) => {
      const rule = await this.locked(em, id, expected);
      const draft = this.drafted(rule.kind, terms);
      const before = rule.draft ?? rule.published;
      await this.record(actor, rule, 'changed', {
        before: before ? factsOf(before) : {},
        after: factsOf(draft),
      });
      if (rule.draft) Object.assign(rule.draft, draft);
      else
        rule.versions.add(em.create(PriceRuleVersion, { ...draft, ...isNew, rule, number: rule.nextNumber }));
      rule.updatedAt = this.clock.now();
      return rule;
    });
  }

  /**
   * Makes prices of the draft from now on, in every process, and retires the version before it.
   * @throws NotFound, PreconditionFailed, NothingToPublish, PriceRuleScopeUnknown, PriceRulesUndecided, TooManyPriceRules, CouponLimitTooLow
   */
  publish(actor: Actor, id: string, expected: ExpectedVersions): Promise<PriceRule> {
    return this.em.transactional(async (em) => {
      await this.book.holdForPublication(em);
      const rule = await this.locked(em, id, expected);
      const { publishable: draft, published: before } = rule;
      await checkScope(em, draft.scope);
      await this.checkDecided(em, rule, draft);
      if (rule.kind === 'coupon') await this.coupons.limit(em, rule, draft.usesAtMost ?? null);
      const now = this.clock.now();
      if (before) {
        before.retire(now);
        // The database allows one that is published, and looks at each statement.
        await em.flush();
      }
      draft.publish(now);
      rule.updatedAt = now;
      await this.record(actor, rule, 'published', {
        before: { number: before?.number ?? null },
        after: { number: draft.number },
      });
      return rule;
    });
  }

  /** Takes it out of prices. Quotes that count with it are honoured. @throws NotFound, PreconditionFailed, NothingToRetire */
  retire(actor: Actor, id: string, expected: ExpectedVersions): Promise<PriceRule> {
    return this.em.transactional(async (em) => {
      await this.book.holdForPublication(em);
      const rule = await this.locked(em, id, expected);
      const { number } = rule.retire(this.clock.now());
      await this.record(actor, rule, 'retired', { before: { number }, after: { number: null } });
      return rule;
    });
  }

  /** @throws PriceRuleIncomplete */
  private drafted(kind: PriceRule['kind'], { validFrom, ...terms }: ChangePriceRule): RuleDraft {
    const draft = { ...terms, validFrom: validFrom ?? this.clock.now() };
    const faults = faultsOf(kind, draft);
    if (faults.length > 0) throw new PriceRuleIncomplete(faults);
    return draft;
  }

  /** Against all that are published beside it. @throws PriceRulesUndecided, TooManyPriceRules */
  private async checkDecided(em: EntityManager, rule: PriceRule, draft: PriceRuleVersion): Promise<void> {
    const others = await em.find(
      PriceRuleVersion,
      {
        status: 'published',
        rule: { id: { $ne: rule.id }, ...(draft.exclusionGroup ? {} : { kind: { $ne: 'coupon' } }) },
      },
      { populate: ['rule'] },
    );
    const rules = others.map((other) => other.toPricingRule());
    if (rule.kind !== 'coupon' && rules.filter(({ kind }) => kind !== 'coupon').length >= publishedAtMost)
      throw new TooManyPriceRules(publishedAtMost);
    const own = draft.toPricingRule();
    const undecided = rules.filter((other) => isUndecided(own, other)).map(({ code }) => code);
    if (undecided.length > 0) throw new PriceRulesUndecided(rule.code, undecided.sort());
  }

  /** Of two changes at once the second sees the first. */
  private async locked(em: EntityManager, id: string, expected: ExpectedVersions): Promise<PriceRule> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const rule = await em.findOne(PriceRule, { id }, { lockMode, refresh: true });
    if (!rule) throw new NotFound('Price rule', id);
    checkVersion(rule, expected);
    await em.populate(rule, ['versions'], { refresh: true });
    return rule;
  }

  private record(
    actor: Actor,
    { id }: PriceRule,
    what: string,
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(actor, {
      action: `price_rule.${what}`,
      object: { type: 'price_rule', id },
      ...change,
    });
  }
}

/** What the log keeps of a version. */
function factsOf({
  label,
  scope,
  conditions,
  priority,
  exclusionGroup,
  ...rest
}: RuleDraft | PriceRuleVersion) {
  const { validFrom, validUntil, basisPoints, amountPaise, usesAtMost, usesPerCustomer, sacCode } = rest;
  return {
    label,
    scope,
    conditions,
    priority,
    exclusionGroup,
    basisPoints,
    amountPaise,
    sacCode,
    usesAtMost,
    usesPerCustomer,
    minimumPaise: rest.minimumPaise,
    capPaise: rest.capPaise,
    validFrom: validFrom.toISOString(),
    validUntil: validUntil?.toISOString() ?? null,
  };
}
