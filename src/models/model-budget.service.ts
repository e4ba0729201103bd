// Nothing is asked of a model that was not allowed before: the most that a try may cost is reserved, and what it did cost is settled, each in
// a short transaction and none while the model is thinking. Two processes, a retry or a crash spend nothing twice.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ModelCaller } from '#libs/llm';
import { lockFor, newId } from '#libs/orm';
import { Clock, localDate, minuteMs } from '#libs/time';
import { Settings } from '../config/settings.js';
import type { CallFacts } from './model-call.entity.js';
import { ModelBudgetSpent } from './models.errors.js';
import type { BudgetScope } from './model-spending.entity.js';

const microsOfRupee = 1_000_000;
/** Longer than any try; afterwards the process that made the reservation is taken for dead. */
const reservedMs = 5 * minuteMs;

export interface BudgetLimit {
  scope: BudgetScope;
  calls: number;
  costMicros: number;
}

interface Spent {
  scope: BudgetScope;
  calls: number;
  micros: number;
}

/** Whose money a reservation is on. */
interface Account {
  scope: BudgetScope;
  subject: string;
  period: string;
}

@Injectable()
export class ModelBudget {
  readonly limits: readonly BudgetLimit[];

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    this.limits = [
      {
        scope: 'all',
        calls: settings.MODEL_DAY_CALLS,
        costMicros: settings.MODEL_DAY_RUPEES * microsOfRupee,
      },
      {
        scope: 'customer',
        calls: settings.MODEL_CUSTOMER_DAY_CALLS,
        costMicros: settings.MODEL_CUSTOMER_DAY_RUPEES * microsOfRupee,
      },
      {
        scope: 'conversation',
        calls: settings.MODEL_CONVERSATION_CALLS,
        costMicros: settings.MODEL_CONVERSATION_RUPEES * microsOfRupee,
      },
    ];
  }

  /**
   * @param costMicros the most that the try may cost
   * @returns the id under which it is to be settled
   * @throws ModelBudgetSpent when it could go beyond a limit
   */
  async reserve(caller: ModelCaller, costMicros: number): Promise<string> {
    const id = newId();
    await this.em.fork().transactional(async (em) => {
      // One at a time, in all processes: of two that both see room for one more, the second has to see the first.
      await lockFor(em, 'models.budget');
      const now = this.clock.now();
      const spent = await this.spentIn(em as SqlEntityManager, caller, now);
      const over = this.limits.find((limit) => {
        const held = spent.find(({ scope }) => scope === limit.scope);
        return held && (held.calls + 1 > limit.calls || held.micros + costMicros > limit.costMicros);
      });
      if (over) throw new ModelBudgetSpent(over.scope);
      const { customerId = null, conversationId = null } = caller;
      const expiresAt = new Date(now.getTime() + reservedMs);
      await (em as SqlEntityManager).execute(reserve, [
        id,
        customerId,
        conversationId,
        costMicros,
        expiresAt,
      ]);
    });
    return id;
  }

  /** Writes the call down and counts it, once, however often it is said. @param call its id is that of the reservation */
  async settle(call: CallFacts): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      const sql = em as SqlEntityManager;
      const written = await sql.execute<object[]>(writeCall, columnsOf(call));
      if (written.length === 0) return;
      await sql.execute('delete from model_reservations where id = ?', [call.id]);
      const caller = {
        customerId: call.customerId ?? undefined,
        conversationId: call.conversationId ?? undefined,
      };
      // In one order, so that two that count for the same accounts do not wait for each other.
      for (const { scope, subject, period } of this.accountsOf(caller, call.at))
        await sql.execute(countCall, [scope, subject, period, call.costMicros, call.at]);
    });
  }

  /** What is spent and reserved today, in all. */
  async spentToday(): Promise<{ calls: number; costMicros: number }> {
    const [all] = await this.spentIn(this.em.fork(), {}, this.clock.now());
    return { calls: all!.calls, costMicros: all!.micros };
  }

  /** Of each account that the caller's tries are counted for. */
  private async spentIn(em: SqlEntityManager, caller: ModelCaller, now: Date): Promise<Spent[]> {
    const spent: Spent[] = [];
    for (const { scope, subject, period } of this.accountsOf(caller, now)) {
      const column = holders[scope];
      const whose = column ? ` and ${column} = ?` : '';
      const held = [now, ...(column ? [subject] : [])];
      const [row] = await em.execute<Spent[]>(spentAndReserved(whose), [...held, scope, subject, period]);
      spent.push({ ...row!, scope });
    }
    return spent;
  }

  private accountsOf({ customerId, conversationId }: ModelCaller, at: Date): Account[] {
    const day = localDate(at, this.settings.BUSINESS_TIME_ZONE);
    return [
      { scope: 'all', subject: 'all', period: day },
      ...(customerId ? [{ scope: 'customer' as const, subject: customerId, period: day }] : []),
      ...(conversationId
        ? [{ scope: 'conversation' as const, subject: conversationId, period: 'ever' }]
        : []),
    ];
  }
}

/** Of a reservation: for whom it holds something, beside all. */
const holders: Readonly<Record<BudgetScope, string | null>> = {
  all: null,
  customer: 'customer_id',
  conversation: 'conversation_id',
};

/** What tries that are under way may cost counts like what was spent. */
const spentAndReserved = (whose: string): string => `
  select
    (coalesce(s.calls, 0) + r.calls)::int as calls,
    (coalesce(s.cost_micros, 0) + r.micros)::float8 as micros
  from (
    select count(*) as calls, coalesce(sum(cost_micros), 0) as micros
    from model_reservations where expires_at > ?${whose}
  ) r
  left join model_spendings s on s.scope = ? and s.subject = ? and s.period = ?`;
const reserve = `
  insert into model_reservations (id, customer_id, conversation_id, cost_micros, expires_at) values (?, ?, ?, ?, ?)`;
const writeCall = `
  insert into model_calls (id, at, task, prompt_version, agent, tier, endpoint, customer_id, conversation_id, input_tokens, output_tokens,
    is_estimate, cost_micros, duration_ms, outcome)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do nothing returning id`;
const countCall = `
  insert into model_spendings as s (scope, subject, period, calls, cost_micros, updated_at) values (?, ?, ?, 1, ?, ?)
  on conflict (scope, subject, period) do update set
    calls = s.calls + 1, cost_micros = s.cost_micros + excluded.cost_micros, updated_at = excluded.updated_at`;

function columnsOf(call: CallFacts): unknown[] {
  return [
    call.id,
    call.at,
    call.task,
    call.promptVersion,
    call.agent,
    call.tier,
    call.endpoint,
    call.customerId,
    call.conversationId,
    call.inputTokens,
    call.outputTokens,
    call.isEstimate,
    call.costMicros,
    call.durationMs,
    call.outcome,
  ];
}
