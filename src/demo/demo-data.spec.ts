import { verify as verifyPassword } from '@node-rs/argon2';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OpenDatabase } from '#libs/orm';
import { addBuiltInRoles } from '../access/built-in-roles.js';
import { freshDatabase } from '../../test/support/database.js';
import { accountContent, demoCategories } from './content.js';
import { clearDemoData, demoAccounts, loadDemoData } from './demo-data.js';
import { verifyDemoData } from './verify.js';

const fridayMorning = new Date('2026-11-20T09:30:00+05:30');

let database: OpenDatabase;
let orm: MikroORM;
let em: SqlEntityManager;

beforeAll(async () => {
  database = await freshDatabase();
  orm = await MikroORM.init(database.options);
});
afterAll(async () => {
  await orm.close();
  await database.close();
});
beforeEach(() => {
  em = orm.em.fork() as SqlEntityManager;
});

const wrong = async (now: Date, factor = 1) =>
  (await verifyDemoData(em, { now, factor })).filter(({ ok }) => !ok);
const rowsOf = (sql: string) => em.execute<Record<string, unknown>[]>(sql);

/** Every row of every table, as one text per table. */
async function everything(): Promise<Record<string, string>> {
  const tables = [...new Set([...orm.getMetadata().getAll().values()].map(({ tableName }) => tableName))];
  const texts: [string, string][] = [];
  for (const table of tables) {
    const [row] = await rowsOf(
      `select md5(string_agg(t::text, ',' order by t::text)) as digest from "${table}" t`,
    );
    texts.push([table, String(row!.digest)]);
  }
  return Object.fromEntries(texts);
}

describe('loaded demo data', () => {
  afterEach(() => clearDemoData(em));

  it.each([
    ['on a Friday morning', fridayMorning],
    ['on a Sunday just before midnight', new Date('2026-11-22T23:55:00+05:30')],
    ['in the small hours, when it is still yesterday in UTC', new Date('2027-01-01T01:10:00+05:30')],
  ])('is complete, whole and covers the coming week %s', async (_, now) => {
    await loadDemoData(em, { now });
    expect(await wrong(now)).toEqual([]);
  });

  it('is multiplied, except for places and catalogue', async () => {
    await loadDemoData(em, { now: fridayMorning, factor: 3 });
    expect(await wrong(fridayMorning, 3)).toEqual([]);
  });

  it('is the same for the same seed and moment, and another for another seed', async () => {
    await loadDemoData(em, { now: fridayMorning, seed: 7 });
    const first = await everything();
    await clearDemoData(em);
    await loadDemoData(em, { now: fridayMorning, seed: 7 });
    expect(await everything()).toEqual(first);
    await clearDemoData(em);
    await loadDemoData(em, { now: fridayMorning, seed: 8 });
    const other = await everything();
    expect(other.bookings).not.toBe(first.bookings);
    expect(other.messages).not.toBe(first.messages);
  });

  it('leaves nothing behind when it is cleared', async () => {
    // Roles are no demo data: the program needs them.
    await addBuiltInRoles(em);
    const before = await everything();
    await loadDemoData(em, { now: fridayMorning });
    await clearDemoData(em);
    expect(await everything()).toEqual(before);
  });

  it('gives the customer whom a visitor signs in as an upcoming, a past and a cancelled visit, and a chat', async () => {
    await loadDemoData(em, { now: fridayMorning });
    const mine = `customer_id = (select id from customers where email = '${demoAccounts.customer.email}')`;
    const statuses = await rowsOf(`select distinct status from bookings where ${mine}`);
    expect(statuses.map(({ status }) => status)).toEqual(
      expect.arrayContaining(['confirmed', 'completed', 'cancelled']),
    );
    expect(await rowsOf(`select from conversations where ${mine}`)).not.toHaveLength(0);
  });
});

describe('verify', () => {
  beforeAll(() => loadDemoData(orm.em.fork() as SqlEntityManager, { now: fridayMorning }));

  const everydayGap =
    'everyday services in a named place on one of the next seven days with fewer than two free providers';
  const plumbersOfKoramangala = `select provider_id from provider_pincodes join provider_skills using (provider_id)
    join subcategories s on s.id = subcategory_id where s.slug = 'drains' and pincode_code = '560034'`;

  it.each([
    [
      'customers',
      `insert into customers (id, name, phone, password_hash) values (gen_random_uuid(), 'One more', '+919999999999', 'x')`,
    ],
    [
      'bookings whose items do not add up',
      `update booking_items set amount_paise = amount_paise + 1, unit_paise = unit_paise + 1 where id = (select id from booking_items where quantity = 1 limit 1)`,
    ],
    [
      'illegal or broken steps in a history',
      `update booking_status_history set to_status = 'no_show' where to_status = 'in_progress'`,
    ],
    ['providers without a weekly plan of six days', `delete from shifts where weekday = 3`],
    [
      everydayGap,
      `insert into shift_exceptions (id, provider_id, day, kind, from_minute, to_minute) select gen_random_uuid(), provider_id, '2026-11-24', 'off', 0, 1440 from (${plumbersOfKoramangala} limit 2) p`,
    ],
    [
      everydayGap,
      `insert into shift_exceptions (id, provider_id, day, kind, from_minute, to_minute) select gen_random_uuid(), provider_id, '2026-11-24', 'off', 780, 840 from (${plumbersOfKoramangala}) p`,
    ],
    [
      'prices offered where nobody with the skill comes',
      `delete from provider_pincodes where pincode_code = '682030'`,
    ],
    [
      'everyday services not offered at a pincode',
      `delete from rate_card_pincodes where pincode_code = '462042'`,
    ],
    [
      'answers without the question, or questions without an answer',
      `update messages set reply_to_id = null where id = (select id from messages where role = 'assistant' limit 1)`,
    ],
    [
      'complaints that stand wrongly in or out of the queue',
      `delete from priority_queue where complaint_id = (select complaint_id from priority_queue limit 1)`,
    ],
    [
      'ratings that differ from the reviews',
      `update providers set rating_average = 4.99, rating_count = 1 where rating_count = 0`,
    ],
  ])('notices: %s', async (check, damage) => {
    await em.begin();
    await em.execute(damage);
    const noticed = await wrong(fridayMorning);
    await em.rollback();
    expect(noticed.map((finding) => finding.check)).toContain(check);
  });
});

describe('the database', () => {
  it.each([
    ['bookings_fee_check', `update bookings set cancellation_fee_paise = -1 where status = 'cancelled'`],
    [
      'bookings_fee_check',
      `update bookings set cancellation_fee_paise = total_paise + 1 where status = 'cancelled'`,
    ],
    [
      'bookings_cancelled_check',
      `update bookings set cancellation_fee_paise = null where status = 'cancelled'`,
    ],
    ['bookings_cancelled_check', `update bookings set cancellation_fee_paise = 0 where status = 'completed'`],
    ['booking_items_quantity_check', `update booking_items set quantity = 0, amount_paise = 0`],
    ['booking_items_amount_check', `update booking_items set amount_paise = amount_paise + 1`],
    ['booking_items_sign_check', `update booking_items set unit_paise = -1, amount_paise = -quantity`],
    ['booking_items_sign_check', `update booking_items set kind = 'discount'`],
    ['booking_status_history_by_kind_check', `update booking_status_history set by_kind = 'user'`],
    ['customers_email_check', `update customers set email = upper(email)`],
    ['customers_phone_check', `update customers set phone = '+915' || substr(phone, 5)`],
    ['customers_phone_check', `update customers set phone = phone || '0'`],
    ['providers_phone_check', `update providers set phone = substr(phone, 4)`],
    ['staff_email_check', `update staff set email = upper(email)`],
    [
      'messages_reply_check',
      `update messages set reply_to_id = id, role = 'customer' where role = 'assistant'`,
    ],
    [
      'proposals_price_check',
      `insert into proposals (id, conversation_id, tool, arguments, summary, price_paise, expires_at)
        select gen_random_uuid(), id, 'bookings.create', '{}', 'A visit', -1, now() from conversations limit 1`,
    ],
  ])('refuses by %s: %s', async (rule, damage) => {
    await expect(em.execute(damage)).rejects.toThrow(rule);
  });
});

describe('content', () => {
  const services = demoCategories
    .flatMap(({ subcategories }) => subcategories)
    .flatMap((subcategory) => subcategory.services);

  it('has accounts whose passwords fit their hashes', async () => {
    for (const { password, passwordHash } of [accountContent.customer, ...accountContent.staff]) {
      expect(await verifyPassword(passwordHash, password)).toBe(true);
    }
    expect(accountContent.staff.map(({ role }) => role)).toEqual([
      'super_admin',
      'ops_manager',
      'ops_agent',
      'analyst',
      'viewer',
    ]);
  });

  it('teaches each service by at least twelve phrases, none of them meant for two', () => {
    const phrases = services.flatMap((service) =>
      service.phrases.map((phrase) => phrase.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, '')),
    );
    expect(services.filter((service) => service.phrases.length < 12)).toEqual([]);
    expect(phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index)).toEqual([]);
  });

  it('lasts half-hours up to a working day', () => {
    expect(
      services.filter(({ durationMinutes: minutes }) => minutes % 30 !== 0 || minutes < 30 || minutes > 480),
    ).toEqual([]);
  });
});
