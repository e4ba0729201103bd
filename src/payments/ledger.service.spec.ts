// The books on a database: whatever is done in whatever order, they add up, and nobody gets back more than they paid.
import * as fc from 'fast-check';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId, type OpenDatabase } from '#libs/orm';
import { FixedClock } from '#libs/time';
import { systemActor } from '../access/actor.js';
import { settingsSchema } from '../config/settings.js';
import { Customer } from '../customers/customer.entity.js';
import { freshDatabase } from '../../test/support/database.js';
import { CreditBalance, LedgerEntry, LedgerSubject } from './ledger-entry.entity.js';
import { PaymentPlansService } from './gateway/payment-plans.service.js';
import { LedgerService } from './ledger.service.js';

let database: OpenDatabase;
let orm: MikroORM;
let ledger: LedgerService;
let customer: string;
beforeAll(async () => {
  database = await freshDatabase();
  orm = await MikroORM.init(database.options);
  const clock = new FixedClock(new Date('2026-11-20T04:30:00Z'));
  const plans = new PaymentPlansService({} as never, clock);
  ledger = new LedgerService(settingsSchema.parse({}), plans, { publish: () => '' } as never, clock);
});
afterAll(async () => {
  await orm.close();
  await database.close();
});
beforeEach(async () => {
  const em = orm.em.fork();
  customer = newId();
  em.create(Customer, { id: customer, name: 'Asha', email: `${customer}@example.com`, passwordHash: 'x' });
  await em.flush();
});

const actor = systemActor('test');
const provider = newId();
const booking = () => ({ type: 'booking' as const, id: newId() });
type Subject = ReturnType<typeof booking>;
const within = <Result>(work: (em: SqlEntityManager) => Promise<Result>): Promise<Result> =>
  (orm.em.fork() as SqlEntityManager).transactional(work);
const charge = (subject: Subject, totalPaise = 1180_00) =>
  within((em) =>
    ledger.charge(em, actor, {
      subject,
      customer,
      provider,
      totalPaise,
      taxPaise: Math.round((totalPaise * 18) / 118),
      effectKey: `charge:${subject.id}`,
    }),
  );
const pay = (subject: Subject, amountPaise: number, effectKey: string = newId()) =>
  within((em) => ledger.pay(em, actor, { subject, customer, amountPaise, effectKey, method: 'upi' }));
const refund = (
  subject: Subject,
  amountPaise: number,
  as: 'money' | 'credit' = 'money',
  effectKey: string = newId(),
) => within((em) => ledger.refund(em, actor, { subject, customer, amountPaise, as, effectKey }));
const sums = (subject: Subject) => orm.em.fork().findOneOrFail(LedgerSubject, subject);
const credit = async () => (await orm.em.fork().findOne(CreditBalance, { customer }))?.balancePaise ?? 0;
const balances = async (subject: Subject): Promise<Record<string, number>> => {
  const rows = await (orm.em.fork() as SqlEntityManager).execute<{ account: string; sum: string }[]>(
    `select account, sum(amount_paise)::text as sum from ledger_lines join ledger_entries e on e.id = entry_id
     where subject_id = ? group by 1`,
    [subject.id],
  );
  return Object.fromEntries(rows.map(({ account, sum }) => [account, Number(sum)]));
};

describe('a visit that is done', () => {
  it('is owed, paid, and shared between the professional, the tax and us', async () => {
    const subject = booking();
    await charge(subject);
    await pay(subject, 1180_00);
    expect(await balances(subject)).toEqual({
      customer_receivable: 0,
      cash: 1180_00,
      tax_payable: -180_00,
      provider_payable: -800_00,
      revenue: -200_00,
    });
  });

  it('is charged once, however often it is heard of, at once too', async () => {
    const subject = booking();
    await Promise.all([1, 2, 3].map(() => charge(subject)));
    await charge(subject);
    expect((await sums(subject)).owedPaise).toBe(1180_00);
    await expect(charge(subject, 1)).rejects.toThrow('EFFECT_KEY_REUSED');
  });
});

describe('a refund', () => {
  it('takes the tax along, to the paisa over all parts', async () => {
    const subject = booking();
    await charge(subject, 999_99);
    await pay(subject, 999_99);
    for (const part of [333_33, 333_33, 333_33]) await refund(subject, part);
    expect(await balances(subject)).toMatchObject({ cash: 0, tax_payable: 0, customer_receivable: 0 });
  });

  it('is never more than was paid, of two at once either', async () => {
    const subject = booking();
    await charge(subject);
    await pay(subject, 1000_00);
    const outcomes = await Promise.allSettled([refund(subject, 600_00), refund(subject, 600_00)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(refund(subject, 400_01)).rejects.toThrow('REFUND_TOO_HIGH');
    await refund(subject, 400_00);
    expect((await sums(subject)).refundablePaise).toBe(0);
  });

  it('of what was paid by credit is credit again', async () => {
    const [first, second] = [booking(), booking()];
    await charge(first);
    await pay(first, 1180_00);
    await refund(first, 500_00, 'credit');
    await charge(second, 1000_00);
    expect([(await sums(second)).paidCreditPaise, await credit()]).toEqual([500_00, 0]);
    await pay(second, 500_00);
    await refund(second, 1000_00);
    expect(await balances(second)).toMatchObject({ cash: 0, customer_credit: 0 });
    expect(await credit()).toBe(500_00);
  });
});

describe('the database', () => {
  const raw = (sql: string) => (orm.em.fork() as SqlEntityManager).execute(sql);

  it('refuses to change or remove what is in the books', async () => {
    const subject = booking();
    await charge(subject);
    for (const damage of [
      `update ledger_entries set at = now()`,
      `update ledger_lines set amount_paise = amount_paise + 1`,
      `delete from ledger_lines`,
      `delete from ledger_entries`,
    ])
      await expect(raw(damage)).rejects.toThrow(/only be added to|foreign key/);
  });

  it('refuses an entry that does not add up, one without lines, and a line that is added to another', async () => {
    const entry = (lines: string) =>
      raw(`
      with entry as (insert into ledger_entries (id, kind, subject_type, subject_id, effect_key, actor_kind, actor_id, at)
        values (gen_random_uuid(), 'payout', 'provider', gen_random_uuid(), gen_random_uuid()::text, 'system', 'x', now()) returning id)
      ${lines}`);
    await expect(entry('select 1')).rejects.toThrow('not to nothing');
    const subject = booking();
    await charge(subject);
    const { id } = await orm.em.fork().findOneOrFail(LedgerEntry, { subjectId: subject.id });
    await expect(
      raw(
        `insert into ledger_lines (id, entry_id, position, account, amount_paise) values (gen_random_uuid(), '${id}', 9, 'cash', 1)`,
      ),
    ).rejects.toThrow('not to nothing');
  });

  it('refuses a refund beyond what was paid, whoever writes it', async () => {
    const subject = booking();
    await charge(subject);
    await pay(subject, 100_00);
    const em = orm.em.fork() as SqlEntityManager;
    await em.begin();
    const id = newId();
    await em.execute(
      `insert into ledger_entries (id, kind, subject_type, subject_id, effect_key, actor_kind, actor_id, at)
       values (?, 'refund', 'booking', ?, ?, 'system', 'x', now())`,
      [id, subject.id, newId()],
    );
    await expect(
      em.execute(
        `insert into ledger_lines (id, entry_id, position, account, amount_paise)
         values (gen_random_uuid(), ?, 0, 'cash', -10001), (gen_random_uuid(), ?, 1, 'refunds', 10001)`,
        [id, id],
      ),
    ).rejects.toThrow('ledger_subjects_refund_check');
    await em.rollback();
  });
});

it('adds up to nothing and gives back no more than was paid, after any history', async () => {
  const amount = fc.integer({ min: 1, max: 2000_00 });
  const step = fc.oneof(
    fc.record({ do: fc.constant('charge' as const), amount }),
    fc.record({ do: fc.constant('fee' as const), amount }),
    fc.record({ do: fc.constant('pay' as const), amount }),
    fc.record({
      do: fc.constant('refund' as const),
      amount,
      as: fc.constantFrom('money' as const, 'credit' as const),
    }),
    fc.record({ do: fc.constant('goodwill' as const), amount }),
    fc.record({ do: fc.constant('credit' as const), amount }),
    fc.record({ do: fc.constant('payout' as const), amount }),
  );
  const refusals = /REFUND_TOO_HIGH|CREDIT_TOO_LOW|PAYOUT_TOO_HIGH|EFFECT_KEY_REUSED/;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (history) => {
      const subject = booking();
      const payee = newId();
      let [paid, back] = [0, 0];
      for (const { do: what, amount: amountPaise, ...rest } of history) {
        const common = { subject, customer, amountPaise, effectKey: newId() };
        const done = within(async (em) => {
          if (what === 'charge') {
            const taxPaise = Math.round((amountPaise * 18) / 118);
            const sold = { provider: payee, totalPaise: amountPaise, taxPaise };
            return ledger.charge(em, actor, { subject, customer, effectKey: newId(), ...sold });
          }
          if (what === 'fee') return ledger.fee(em, actor, { ...common, provider: payee });
          if (what === 'pay') return ledger.pay(em, actor, common);
          if (what === 'refund')
            return ledger.refund(em, actor, { ...common, as: (rest as { as: 'money' }).as });
          if (what === 'goodwill')
            return ledger.goodwill(em, actor, { ...common, subject: { type: 'customer', id: customer } });
          if (what === 'credit') return ledger.useCredit(em, actor, common);
          return ledger.payout(em, actor, { ...common, provider: payee });
        });
        const refusal = await done.then(
          () => 'REFUND_TOO_HIGH',
          (error: Error) => error.message,
        );
        expect(refusal).toMatch(refusals);
        const now = await orm.em.fork().findOne(LedgerSubject, subject);
        [paid, back] = [
          (now?.paidPaise ?? 0) + (now?.paidCreditPaise ?? 0),
          (now?.refundedPaise ?? 0) + (now?.refundedCreditPaise ?? 0),
        ];
        expect(back).toBeLessThanOrEqual(paid);
        expect(await credit()).toBeGreaterThanOrEqual(0);
      }
      // Every sum that is kept can be worked out from the lines.
      const [kept, lines] = [await orm.em.fork().findOne(LedgerSubject, subject), await balances(subject)];
      expect(Object.values(lines).reduce((sum, each) => sum + each, 0)).toBe(0);
      expect(kept?.owedPaise ?? 0).toBe(lines.customer_receivable ?? 0);
      const spent = (kept?.paidPaise ?? 0) - (kept?.refundedPaise ?? 0);
      expect(spent).toBe(lines.cash ?? 0);
    }),
    { numRuns: 25 },
  );
});
