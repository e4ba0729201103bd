import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId, type OpenDatabase } from '#libs/orm';
import { FixedClock } from '#libs/time';
import { standardNow } from '../../test/support/app.js';
import { besides, freshDatabase } from '../../test/support/database.js';
import { settingsSchema, type SettingValues } from '../config/settings.js';
import { ModelBudget } from './model-budget.service.js';
import { ModelCall, type CallFacts } from './model-call.entity.js';
import { ModelReservation, ModelSpending } from './model-spending.entity.js';

const clock = new FixedClock(standardNow);
const rupee = 1_000_000;
const minute = 60_000;
let database: OpenDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await freshDatabase();
  orm = await MikroORM.init(database.options);
});
beforeEach(async () => {
  clock.set(standardNow);
  const em = orm.em.fork();
  await em.nativeDelete(ModelCall, {});
  await em.nativeDelete(ModelReservation, {});
  await em.nativeDelete(ModelSpending, {});
});
afterAll(async () => {
  await orm.close();
  await database.close();
});

const budgetWith = (settings: Partial<SettingValues> = {}, of = orm) =>
  new ModelBudget(of.em as SqlEntityManager, clock, {
    ...settingsSchema.parse({ NODE_ENV: 'test' }),
    ...settings,
  });
const call = (id: string, costMicros: number, more: Partial<CallFacts> = {}): CallFacts => ({
  id,
  at: clock.now(),
  task: 'language.intents',
  promptVersion: 1,
  agent: null,
  tier: 'fast',
  endpoint: 'local',
  customerId: null,
  conversationId: null,
  inputTokens: 100,
  outputTokens: 10,
  isEstimate: false,
  costMicros,
  durationMs: 200,
  outcome: 'answered',
  ...more,
});
const scopeOf = (reserved: Promise<string>) =>
  reserved.then(
    () => 'allowed',
    (error) => error.scope ?? error,
  );

it('counts what a call did cost, not what it could have', async () => {
  const budget = budgetWith({ MODEL_DAY_RUPEES: 10 });
  const id = await budget.reserve({}, 8 * rupee);
  expect(await scopeOf(budget.reserve({}, 3 * rupee))).toBe('all');
  await budget.settle(call(id, 2 * rupee));
  expect(await budget.spentToday()).toEqual({ calls: 1, costMicros: 2 * rupee });
  expect(await scopeOf(budget.reserve({}, 3 * rupee))).toBe('allowed');
});

it('counts a call once, however often it is said to be done', async () => {
  const budget = budgetWith();
  const id = await budget.reserve({}, rupee);
  await budget.settle(call(id, rupee));
  await budget.settle(call(id, rupee));
  expect(await budget.spentToday()).toEqual({ calls: 1, costMicros: rupee });
  expect(await orm.em.fork().count(ModelCall)).toBe(1);
});

it('allows no more than one of many at once where there is room for one', async () => {
  const budget = budgetWith({ MODEL_DAY_RUPEES: 5 });
  const told = await Promise.all(Array.from({ length: 6 }, () => scopeOf(budget.reserve({}, 3 * rupee))));
  expect(told.toSorted()).toEqual(['all', 'all', 'all', 'all', 'all', 'allowed']);
});

it('is one budget for two processes', async () => {
  const other = await MikroORM.init(besides(database).options);
  const budgets = [budgetWith({ MODEL_DAY_CALLS: 3 }), budgetWith({ MODEL_DAY_CALLS: 3 }, other)];
  const told = await Promise.all(
    Array.from({ length: 8 }, (_, at) => scopeOf(budgets[at % 2]!.reserve({}, 0))),
  );
  expect(told.filter((each) => each === 'allowed')).toHaveLength(3);
  await other.close();
});

it('lets what a dead process had reserved go after a while', async () => {
  const budget = budgetWith({ MODEL_DAY_RUPEES: 5 });
  await budget.reserve({}, 4 * rupee);
  expect(await scopeOf(budget.reserve({}, 4 * rupee))).toBe('all');
  clock.advance(6 * minute);
  expect(await scopeOf(budget.reserve({}, 4 * rupee))).toBe('allowed');
});

it('bounds a customer and a conversation, and no other one', async () => {
  const budget = budgetWith({ MODEL_CUSTOMER_DAY_RUPEES: 3, MODEL_CONVERSATION_CALLS: 2 });
  const [asha, ravi, talk] = [newId(), newId(), newId()];
  const spend = async (caller: { customerId: string; conversationId?: string }, cost: number) => {
    const id = await budget.reserve(caller, cost);
    await budget.settle(call(id, cost, caller));
  };
  await spend({ customerId: asha }, 2 * rupee);
  expect(await scopeOf(budget.reserve({ customerId: asha }, 2 * rupee))).toBe('customer');
  expect(await scopeOf(budget.reserve({ customerId: ravi }, 2 * rupee))).toBe('allowed');
  await spend({ customerId: newId(), conversationId: talk }, 0);
  await spend({ customerId: newId(), conversationId: talk }, 0);
  expect(await scopeOf(budget.reserve({ customerId: newId(), conversationId: talk }, 0))).toBe(
    'conversation',
  );
});

it('stops a loop at the cap, also of a model that costs nothing', async () => {
  const budget = budgetWith({ MODEL_CUSTOMER_DAY_CALLS: 5 });
  const customerId = newId();
  let made = 0;
  for (let at = 0; at < 20; at += 1) {
    const id = await budget.reserve({ customerId }, 0).catch(() => null);
    if (id === null) break;
    made += 1;
    await budget.settle(call(id, 0, { customerId }));
  }
  expect(made).toBe(5);
});

it('begins anew with the day of the business', async () => {
  const budget = budgetWith({ MODEL_DAY_CALLS: 1 });
  const id = await budget.reserve({}, 0);
  await budget.settle(call(id, 0));
  expect(await scopeOf(budget.reserve({}, 0))).toBe('all');
  // 10:00 in India; the day ends at 18:30 UTC.
  clock.set(new Date('2026-11-20T18:29:00Z'));
  expect(await scopeOf(budget.reserve({}, 0))).toBe('all');
  clock.set(new Date('2026-11-20T18:30:00Z'));
  expect(await scopeOf(budget.reserve({}, 0))).toBe('allowed');
});
