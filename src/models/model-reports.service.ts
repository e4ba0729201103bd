// What staff see of the models: where they are asked and how that goes, each call, and what it costs.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PageReader, type Page } from '#libs/http';
import { deleteInBatches } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import { ModelBudget } from './model-budget.service.js';
import { ModelCall } from './model-call.entity.js';
import { ModelReservation, ModelSpending } from './model-spending.entity.js';
import { modelCallsList, type ModelCallsQuery, type ModelCostsQuery } from './models.schemas.js';
import { ModelsService } from './models.service.js';

/** Of the costs, unless the caller says since when. */
const usualDays = 30;
/** Days longer than any budget: what was spent for a conversation is counted for that long after the last call. */
const spendingsKeptDays = 60;
const mostGroups = 400;

interface CostRow {
  key: string;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
}

@Injectable()
export class ModelReports {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly pages: PageReader,
    private readonly models: ModelsService,
    private readonly budget: ModelBudget,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Endpoints as they stand in this process; the budget of today is that of all. */
  async overview(_actor: Actor) {
    const { limits } = this.budget;
    return {
      endpoints: this.models.pool.states().map(({ endpoint, ...state }) => ({
        ...endpoint,
        host: new URL(endpoint.baseUrl).host,
        ...state,
      })),
      budgets: limits.map(({ scope, calls, costMicros }) => ({ scope, calls, costMicros })),
      spentToday: await this.budget.spentToday(),
    };
  }

  /** @throws CursorInvalid, ValidationFailed */
  calls(_actor: Actor, query: ModelCallsQuery): Promise<Page<ModelCall>> {
    const { task, endpoint, outcome } = query;
    const where = [{ ...(task && { task }), ...(endpoint && { endpoint }), ...(outcome && { outcome }) }];
    return this.pages.read(ModelCall, modelCallsList, query, { where });
  }

  /** @throws ValidationFailed when the period does not end after it begins */
  async costs(_actor: Actor, query: ModelCostsQuery) {
    const now = this.clock.now();
    const period = this.pages.period(query);
    const from = period.from ?? new Date(now.getTime() - usualDays * dayMs);
    const to = period.to ?? now;
    const { BUSINESS_TIME_ZONE } = this.settings;
    const zone = query.by === 'day' ? [BUSINESS_TIME_ZONE] : [];
    const items = await this.em
      .fork()
      .execute<CostRow[]>(costsBy(groups[query.by]), [...zone, from, to, mostGroups]);
    return { by: query.by, from, to, items };
  }

  /** Calls, spendings and reservations that are past their time. @returns how many calls */
  async removeOld(signal: AbortSignal): Promise<number> {
    const now = this.clock.now().getTime();
    const before = (days: number): Date => new Date(now - days * dayMs);
    const old = { at: { $lt: before(this.settings.MODEL_CALL_DAYS) } };
    const removed = await deleteInBatches(this.em, ModelCall, old, { orderBy: 'at', signal });
    const spent = { updatedAt: { $lt: before(spendingsKeptDays) } };
    await deleteInBatches(this.em, ModelSpending, spent, { orderBy: 'updatedAt', signal });
    const expired = { expiresAt: { $lt: new Date(now) } };
    await deleteInBatches(this.em, ModelReservation, expired, { orderBy: 'expiresAt', signal });
    return removed;
  }
}

/** By what costs are added up; what has no agent or endpoint is `none`. */
const groups = {
  agent: `coalesce(agent, 'none')`,
  task: 'task',
  endpoint: `coalesce(endpoint, 'none')`,
  day: '(at at time zone ?)::date::text',
} as const;

const costsBy = (group: string): string => `
  select ${group} as key, count(*)::int as calls, sum(input_tokens)::float8 as "inputTokens", sum(output_tokens)::float8 as "outputTokens",
    sum(cost_micros)::float8 as "costMicros"
  from model_calls where at >= ? and at < ?
  group by 1 order by "costMicros" desc, key limit ?`;
