// A database of an earlier version, with a business in it, brought to the newest one: nothing that was sold, said or owed is lost, and what the
// newer versions derive from it is there.
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId, type OpenDatabase } from '#libs/orm';
import { localDate } from '#libs/time';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase } from '../support/database.js';
import { givenIn } from '../support/given.js';

/** The last one before there were price rules, holds, policies and books. */
const earlier = 'Migration20261130000140_KnowledgeSearch';

const ids = Object.fromEntries(
  'city category subcategory service rateCard provider asha bala conversation message proposal complaint done ahead late cancelled'
    .split(' ')
    .map((name) => [name, newId()]),
) as Record<string, string>;

const told = '2026-11-21T04:30:00Z';

/** Columns whose values are elsewhere now, which a test of its own says. */
const moved: Record<string, readonly string[]> = { complaints: ['due_soon_told_for', 'overdue_told_for'] };

/** Tables in the order in which they refer to each other. */
const business: [string, Record<string, unknown>[]][] = [
  ['cities', [{ id: ids.city, slug: 'bengaluru', name: 'Bengaluru', state: 'Karnataka', tier: 'metro' }]],
  ['pincodes', [{ code: '560034', city_id: ids.city, area: 'Koramangala' }]],
  ['categories', [{ id: ids.category, slug: 'ac', name: 'AC', position: 0 }]],
  ['subcategories', [{ id: ids.subcategory, category_id: ids.category, slug: 'ac-repair', name: 'AC repair', position: 0 }]],
  ['services', [{ id: ids.service, subcategory_id: ids.subcategory, slug: 'ac-visit', name: 'AC visit', description: '', duration_minutes: 60 }]],
  ['rate_cards', [{ id: ids.rateCard, service_id: ids.service, tier: 'metro', price_paise: 500_00 }]],
  ['rate_card_pincodes', [{ rate_card_id: ids.rateCard, pincode_code: '560034', service_id: ids.service }]],
  ['providers', [{ id: ids.provider, name: 'Ramesh', phone: '+919000000001', rating_average: 4.5, rating_count: 2, city_id: ids.city }]],
  ['provider_skills', [{ provider_id: ids.provider, subcategory_id: ids.subcategory }]],
  ['provider_pincodes', [{ provider_id: ids.provider, pincode_code: '560034', rating_average: 4.5, rating_count: 2 }]],
  ['shifts', [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ id: newId(), provider_id: ids.provider, weekday, from_minute: 540, to_minute: 1140, valid_from: '2026-01-01' }))],
  ['customers', [
    { id: ids.asha, name: 'Asha Rao', email: 'asha@example.com', password_hash: 'x' },
    { id: ids.bala, name: 'Bala Iyer', email: 'bala@example.com', password_hash: 'x' },
  ]],
  ['bookings', [
    booking('done', 'asha', '2026-11-10T04:30:00Z', { status: 'completed' }),
    booking('late', 'bala', '2026-11-11T04:30:00Z', { status: 'cancelled', cancellation_fee_paise: 118_00 }),
    booking('cancelled', 'asha', '2026-11-12T04:30:00Z', { status: 'cancelled', cancellation_fee_paise: 0 }),
    booking('ahead', 'asha', '2026-11-23T04:30:00Z', { status: 'confirmed' }),
  ]],
  ['booking_items', ['done', 'late', 'cancelled', 'ahead'].flatMap((name) => [
    { id: newId(), booking_id: ids[name], position: 0, kind: 'service', code: 'ac-visit', label: 'AC visit', unit_paise: 500_00, amount_paise: 500_00 },
    { id: newId(), booking_id: ids[name], position: 1, kind: 'tax', code: 'gst', label: 'GST', unit_paise: 90_00, amount_paise: 90_00 },
  ])],
  ['reviews', [{ id: newId(), booking_id: ids.done, provider_id: ids.provider, rating: 5, comment: 'Quick.' }]],
  ['conversations', [{ id: ids.conversation, customer_id: ids.asha, title: 'AC', last_message_at: '2026-11-20T04:00:00Z' }]],
  ['messages', [{ id: ids.message, conversation_id: ids.conversation, role: 'customer', text: 'my ac is hot' }]],
  ['proposals', [{ id: ids.proposal, conversation_id: ids.conversation, tool: 'bookings.create', arguments: '{}', summary: 'AC visit', price_paise: 590_00, expires_at: '2026-11-20T05:00:00Z' }]],
  ['complaints', [{ id: ids.complaint, reference: 'CP-222222', customer_id: ids.asha, category: 'quality', severity: 'low', subject: 'Noise', description: 'It hums.', due_at: told, due_soon_told_for: told }]],
]; // prettier-ignore

function booking(name: string, who: string, startsAt: string, more: object): Record<string, unknown> {
  const ends = new Date(new Date(startsAt).getTime() + 3_600_000).toISOString();
  const what = { provider_id: ids.provider, service_id: ids.service, rate_card_id: ids.rateCard };
  const where = { address_line: '12, 5th Cross', pincode_code: '560034' };
  const when = { starts_at: startsAt, ends_at: ends, busy_until: ends };
  const reference = `BK-${name.toUpperCase().padEnd(6, 'X').slice(0, 6)}`;
  return {
    id: ids[name],
    reference,
    customer_id: ids[who],
    ...what,
    ...where,
    ...when,
    total_paise: 590_00,
    ...more,
  };
}

let database: OpenDatabase;
let test: TestApp;
const kept: Record<string, Record<string, unknown>[]> = {};
beforeAll(async () => {
  database = await freshDatabase();
  const orm = await MikroORM.init(database.options);
  const em = orm.em.fork() as SqlEntityManager;
  await em.execute('drop schema public cascade');
  await em.execute('create schema public');
  await orm.migrator.up({ to: earlier });
  for (const [table, rows] of business)
    for (const row of rows) {
      const columns = Object.keys(row);
      const values = columns.map(() => '?').join();
      await em.execute(`insert into ${table} (${columns.join()}) values (${values})`, Object.values(row));
    }
  for (const [table] of business) kept[table] = await em.execute(`select * from ${table}`);
  await orm.close();
  // The start migrates.
  test = await startApp({ database });
});
afterAll(() => test.close());

const select = <Row>(sql: string, ...values: unknown[]) =>
  (test.orm.em.fork() as SqlEntityManager).execute<Row[]>(sql, values);

it.each(business.map(([table]) => table))('keeps every row of %s, and every value in it', async (table) => {
  const now = await select<Record<string, unknown>>(`select * from ${table}`);
  expect(now).toHaveLength(kept[table]!.length);
  for (const row of kept[table]!) {
    const gone = ['updated_at', ...(moved[table] ?? [])];
    const values = Object.fromEntries(Object.entries(row).filter(([name]) => !gone.includes(name)));
    const same = now.find((each) => (each.id ?? each.code) === (row.id ?? row.code) || !(row.id ?? row.code));
    expect(same).toMatchObject(values);
  }
});

it('keeps what was told of a complaint with its target', async () => {
  const targets = await select<Record<string, unknown>>(
    `select complaint_id, metric, overdue_told_for, due_at = ? as is_due, at_risk_told_for = ? as is_told from complaint_targets`,
    told,
    told,
  );
  expect(targets).toEqual([
    {
      complaint_id: ids.complaint,
      metric: 'resolution',
      overdue_told_for: null,
      is_due: true,
      is_told: true,
    },
  ]);
});

it('opens the books with what was settled at the door', async () => {
  const sums = await select(
    `select id, charged_paise, fees_paise, paid_paise, owed_paise from ledger_subjects where type = 'booking' order by charged_paise`,
  );
  expect(sums).toEqual([
    { id: ids.late, charged_paise: 0, fees_paise: 118_00, paid_paise: 118_00, owed_paise: 0 },
    { id: ids.done, charged_paise: 590_00, fees_paise: 0, paid_paise: 590_00, owed_paise: 0 },
  ]);
  expect(await select('select sum(amount_paise)::int as total from ledger_lines')).toEqual([{ total: 0 }]);
});

it('keeps the slot of what is ahead, and of nothing else', async () => {
  expect(await select('select id, kind from slot_reservations')).toEqual([
    { id: ids.ahead, kind: 'booking' },
  ]);
});

it('goes on where it was: prices, slots and a booking as before', async () => {
  const given = givenIn(test);
  const { headers } = await given.signedIn();
  const day = localDate(new Date('2026-11-23T04:30:00Z'), 'Asia/Kolkata');
  const url = `/api/v1/services/${ids.service}/slots?pincode=560034&date=${day}`;
  const slots = await test.http({ url, headers });
  const starts = slots.json().items.map(({ startsAt }: { startsAt: string }) => startsAt);
  expect(starts).not.toContain('2026-11-23T04:30:00.000Z');
  expect(starts).toContain('2026-11-23T07:30:00.000Z');
  const payload = {
    serviceId: ids.service,
    providerId: ids.provider,
    startsAt: '2026-11-23T07:30:00.000Z',
    address: { line: '7, 3rd Cross', pincode: '560034' },
  };
  const booked = await test.http({ method: 'POST', url: '/api/v1/bookings', headers, payload });
  expect(booked.json()).toMatchObject({ totalPaise: 590_00, status: 'confirmed' });
});
