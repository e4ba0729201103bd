// How the frequent paths of the marketplace find their rows when there are many: by an index, whatever statement the code makes. The statements are
// those that the routes really send; a plan that reads one of the large tables from end to end fails.
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import { CreditExpiryService } from '../../src/payments/credit-expiry.service.js';
import { PaymentSweepService } from '../../src/payments/gateway/payment-sweep.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';

/** Rows of each large table. */
const many = 20_000;
const large = ['slot_reservations', 'slot_holds', 'ledger_entries', 'ledger_lines', 'ledger_subjects', 'payments', 'payment_operations', 'rate_card_pincodes', 'quotes']; // prettier-ignore

let test: TestApp;
let given: Given;
let asha: SignedIn;
let service: Service;
let provider: Provider;
let booking: string;
let quote: string;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  asha = await given.signedIn();
  service = await given.service();
  provider = await given.provider({ subcategory: service.subcategory as Subcategory });
  ({ id: booking } = await given.confirmedBooking({ customer: asha.customer, startsIn: '5d' }));
  await fill(asha.customer.id, provider.id);
  ({ id: quote } = (await post('quotes', { serviceId: service.id, pincode, startsAt: later })).json());
});
afterAll(() => test.close());

const sql = () => test.orm.em.fork() as SqlEntityManager;
const get = (url: string) => test.http({ url: `/api/v1/${url}`, headers: asha.headers });
const post = (url: string, payload: object) =>
  test.http({ method: 'POST', url: `/api/v1/${url}`, payload, headers: asha.headers });
const pincode = '560034';
const address = { line: '12, 5th Cross', pincode };
const startsAt = '2026-11-24T10:00:00+05:30';
const later = '2026-11-24T15:00:00+05:30';
const slot = () => ({ serviceId: service.id, providerId: provider.id, startsAt });

/** Of other customers and providers, and of the past: what the routes ask about is a few rows among them. */
async function fill(customer: string, provider: string): Promise<void> {
  const em = sql();
  const triggers = ['slot_reservations', 'slot_holds', 'ledger_entries', 'ledger_lines'];
  for (const table of triggers) await em.execute(`alter table ${table} disable trigger user`);
  const rows = `generate_series(1, ${many}) n`;
  const at = `timestamptz '2010-01-01' + n * interval '2 hours'`;
  await em.execute(
    `insert into slot_reservations (id, kind, provider_id, customer_id, pincode_code, starts_at, ends_at, blocked_from, blocked_until)
     select gen_random_uuid(), 'booking', ?, ?, '560034', ${at}, ${at} + interval '1 hour', ${at}, ${at} + interval '1 hour' from ${rows}`,
    [provider, customer],
  );
  await em.execute(
    `insert into slot_holds (id, customer_id, provider_id, service_id, pincode_code, starts_at, ends_at, blocked_from, blocked_until, status, expires_at, ended_at, created_at)
     select gen_random_uuid(), ?, ?, ?, '560034', ${at}, ${at} + interval '1 hour', ${at}, ${at} + interval '1 hour', 'released', ${at}, ${at}, ${at} from ${rows}`,
    [customer, provider, service.id],
  );
  await em.execute(
    `with entry as (
       insert into ledger_entries (id, kind, subject_type, subject_id, customer_id, effect_key, clauses, actor_kind, actor_id, at)
       select gen_random_uuid(), 'payment', 'booking', gen_random_uuid(), ?, 'filled:' || n, '{}', 'system', 'test', ${at} from ${rows} returning id, customer_id)
     insert into ledger_lines (id, entry_id, position, account, party, amount_paise)
     select gen_random_uuid(), entry.id, line, case line when 0 then 'cash' else 'customer_receivable' end, case line when 1 then gen_random_uuid() end, case line when 0 then 100 else -100 end
     from entry, generate_series(0, 1) line`,
    [customer],
  );
  await em.execute(`insert into ledger_subjects (type, id) select 'booking', gen_random_uuid() from ${rows}`);
  await em.execute(
    `with payment as (
       insert into payments (id, subject_type, subject_id, customer_id, gateway, mode, amount_paise, status, captured_paise, created_at)
       select gen_random_uuid(), 'booking', gen_random_uuid(), ?, 'offline', 'now', 100, 'captured', 100, ${at} from ${rows} returning id)
     insert into payment_operations (id, payment_id, kind, amount_paise, status) select gen_random_uuid(), id, 'capture', 100, 'succeeded' from payment`,
    [customer],
  );
  await fillCatalogue(em, customer);
  for (const table of triggers) await em.execute(`alter table ${table} enable trigger user`);
  for (const table of large) await em.execute(`analyze ${table}`);
}

/** Many pincodes at which the service is offered, and quotes that expired long ago. Services themselves are few, and kept in memory. */
async function fillCatalogue(em: SqlEntityManager, customer: string): Promise<void> {
  const rows = `generate_series(1, ${many}) n`;
  const other = `rate_cards card where service_id = '${service.id}'`;
  await em.execute(
    `insert into pincodes (code, city_id, area) select '9' || lpad(n::text, 5, '0'), (select city_id from pincodes limit 1), 'Area' from ${rows}`,
  );
  await em.execute(
    `insert into rate_card_pincodes (rate_card_id, pincode_code, service_id)
     select card.id, '9' || lpad(n::text, 5, '0'), card.service_id from ${rows}, ${other}`,
  );
  await em.execute(
    `insert into quotes (id, customer_id, service_id, rate_card_id, pincode_code, starts_at, quantity, attributes, items, total_paise, currency, expires_at)
     select gen_random_uuid(), ?, card.service_id, card.id, '9' || lpad(n::text, 5, '0'), timestamptz '2010-01-01', 1, '{}', '[]', 100, 'INR',
       timestamptz '2010-01-01' from ${rows}, ${other}`,
    [customer],
  );
}

/** The large tables that a statement of `work` reads from end to end, with the statement. */
async function readFromEndToEnd(work: () => Promise<unknown>): Promise<string[]> {
  const connection = sql().getConnection();
  const execute = connection.execute.bind(connection);
  const asked: [string, unknown[]][] = [];
  connection.execute = ((statement: string, parameters: unknown[] = [], ...rest: never[]) => {
    asked.push([statement, parameters]);
    return execute(statement, parameters, ...rest);
  }) as typeof connection.execute;
  try {
    await work();
  } finally {
    Reflect.deleteProperty(connection, 'execute');
  }
  const found: string[] = [];
  for (const [statement, parameters] of asked) {
    if (!/^\s*(?:select|with)\b/i.test(statement) || !large.some((table) => statement.includes(table)))
      continue;
    const plan = (await execute(`explain ${statement}`, parameters as never)) as { 'QUERY PLAN': string }[];
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    const table = large.find((each) => new RegExp(`Seq Scan on ${each}\\b`).test(text));
    if (table) found.push(`${table}: ${statement}\n${text}`);
  }
  expect(asked.length).toBeGreaterThan(0);
  return found;
}

it.each([
  ['the free slots of a day', () => get(`services/${service.id}/slots?pincode=560034&date=2026-11-24`)],
  ['the earliest slots', () => get(`services/${service.id}/slots/earliest?pincode=560034&limit=3`)],
  ['search at a pincode', () => get('services/search?q=service&pincode=560034')],
  [
    'whether a service is offered at a pincode',
    () => get(`services/${service.id}/serviceability?pincode=560034`),
  ],
  ['the price of a visit', () => post('quotes', { serviceId: service.id, pincode, startsAt })],
  ['a quote that was made', () => get(`quotes/${quote}`)],
  ['booking from it', () => post('bookings', { ...slot(), startsAt: later, quoteId: quote, address })],
  ['holding a slot', () => post('slot-holds', { ...slot(), pincode })],
  ['booking it', () => post('bookings', { ...slot(), address })],
  ['paying', () => post(`bookings/${booking}/payments`, {})],
  ['the payments of a booking', () => get(`bookings/${booking}/payments`)],
  ['one’s credit', () => get('users/me/credit')],
  ['cancelling, with its settlement', () => post(`bookings/${booking}/cancel`, {})],
  ['the sweep of payments', () => test.app.get(PaymentSweepService, { strict: false }).run()],
  ['the expiry of credit', () => test.app.get(CreditExpiryService, { strict: false }).run()],
])('%s', async (_, work) => {
  const answers: number[] = [];
  const plans = await readFromEndToEnd(async () => {
    const answer = await work();
    if (typeof answer === 'object' && 'statusCode' in answer) answers.push(answer.statusCode);
  });
  expect(plans).toEqual([]);
  expect(answers.every((status) => status < 300)).toBe(true);
});
