// What the house does by itself: reminders, statistics, figures, embeddings, cleaning. Each exactly once, whoever else is at it.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ZodError } from 'zod';
import { OutboxEvent } from '#libs/events';
import { HashedEmbedder } from '#libs/nlu';
import { newId } from '#libs/orm';
import type { Actor } from '../../src/access/actor.js';
import { DailyFigures } from '../../src/analytics/daily-figures.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { CatalogueCopy } from '../../src/catalogue/catalogue.copy.js';
import { Service, type Subcategory } from '../../src/catalogue/service.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { Conversation, Message } from '../../src/conversations/conversation.entity.js';
import { EmbeddingModel, KnowledgeChunk } from '../../src/knowledge/knowledge-chunk.entity.js';
import { KnowledgeDocument } from '../../src/knowledge/knowledge-document.entity.js';
import { Provider, ProviderPincode } from '../../src/providers/provider.entity.js';
import { Session } from '../../src/sessions/session.entity.js';
import { demoHandbook } from '../../src/demo/content.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { givenIn, type BookingStory, type Given } from '../support/given.js';
import { directRun, runJob } from '../support/job-run.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let test: TestApp;
let given: Given;
let service: Service;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  service = await given.service({ name: 'AC repair', pricePaise: 500_00 });
});
afterAll(() => test.close());
beforeEach(() => test.clock.set(standardNow));

const fork = () => test.orm.em.fork();
const after = (milliseconds: number) => new Date(standardNow.getTime() + milliseconds);
const eventsOf = async (type: string) => {
  const events = await fork().find(OutboxEvent, { type }, { orderBy: { position: 'asc' } });
  return events.map(({ aggregateId, data }) => ({ id: aggregateId, ...data }) as Record<string, any>);
};
/** Several processes, at the same moment. */
const together = (type: string, input = {}) => Promise.all([1, 2, 3].map(() => runJob(test, type, input)));

describe('reminders', () => {
  async function visit(startsIn: string, madeAgo = 30 * dayMs, story: BookingStory = {}) {
    const booking = await given.confirmedBooking({ service, startsIn, ...story });
    await fork().nativeUpdate(Booking, { id: booking.id }, { createdAt: after(-madeAgo) });
    return fork().findOneOrFail(Booking, { id: booking.id });
  }
  const told = async (id: string) =>
    (await eventsOf('booking.reminder_due')).filter((event) => event.id === id).map(({ ahead }) => ahead);
  const send = () => runJob(test, 'bookings.send_reminders');

  it('come a day and two hours before a visit, once each, however many send them', async () => {
    const booking = await visit('30h');
    await send();
    expect(await told(booking.id)).toEqual([]);
    test.clock.advance(6 * hourMs);
    const sent = await together('bookings.send_reminders');
    expect(sent.reduce((sum, { day }) => sum + day, 0)).toBe(1);
    expect(await told(booking.id)).toEqual(['day']);
    test.clock.advance(22 * hourMs);
    await together('bookings.send_reminders');
    await send();
    expect(await told(booking.id)).toEqual(['day', 'hours']);
    const { version, customer, reference } = await fork().findOneOrFail(Booking, { id: booking.id });
    expect(version).toBe(booking.version);
    const event = (await eventsOf('booking.reminder_due')).find(({ id }) => id === booking.id);
    expect(event).toMatchObject({ reference, customerId: customer, providerId: booking.provider.id });
    expect(event!.startsAt).toBe(booking.startsAt.toISOString());
  });

  it('do not come to whoever booked later than they would have come', async () => {
    const [today, soon] = [await visit('20h', hourMs), await visit('1h', hourMs / 2)];
    await send();
    expect([await told(today.id), await told(soon.id)]).toEqual([[], []]);
    test.clock.advance(19 * hourMs);
    await send();
    expect(await told(today.id)).toEqual(['hours']);
  });

  it('come again for another start, and not for what was cancelled or has begun', async () => {
    const moved = await visit('20h');
    const others = [
      await visit('20h', 30 * dayMs, { status: 'cancelled' }),
      await visit('20h', 30 * dayMs, { status: 'completed' }),
      await visit('-1m'),
    ];
    await send();
    expect(await told(moved.id)).toEqual(['day']);
    const [startsAt, endsAt] = [after(40 * hourMs), after(41 * hourMs)];
    await fork().nativeUpdate(Booking, { id: moved.id }, { startsAt, endsAt, busyUntil: endsAt });
    await send();
    expect(await told(moved.id)).toEqual(['day']);
    test.clock.advance(17 * hourMs);
    await send();
    expect(await told(moved.id)).toEqual(['day', 'day']);
    for (const { id } of others) expect(await told(id)).toEqual([]);
  });

  it('are all sent when there are many', async () => {
    const first = await visit('12h');
    const sql = fork() as SqlEntityManager;
    // Each by a provider of its own: nobody gets from one to the next within a minute.
    await sql.execute(
      `with crew as (
         insert into providers (id, name, phone, city_id) select gen_random_uuid(), 'M' || n, phone, city_id
         from providers, generate_series(60, 309) n where id = (select provider_id from bookings where id = ?)
         returning id, substr(name, 2)::int as n)
       insert into bookings (id, reference, customer_id, provider_id, service_id, rate_card_id, address_line, pincode_code, starts_at,
         ends_at, busy_until, status, total_paise, created_at)
       select gen_random_uuid(), 'BK-M' || n, customer_id, crew.id, service_id, rate_card_id, address_line, pincode_code,
         starts_at + n * interval '2 minutes', starts_at + n * interval '2 minutes' + interval '1 minute',
         starts_at + n * interval '2 minutes' + interval '1 minute', 'confirmed', 100, created_at
       from bookings, crew where bookings.id = ?`,
      [first.id, first.id],
    );
    expect((await send()).day).toBe(251);
    expect((await send()).day).toBe(0);
    await sql.execute(`delete from bookings where reference like 'BK-M%'`);
  });
});

describe('the statistics of providers', () => {
  const shown = async (id: string) => (await test.http({ url: `/api/v1/providers/${id}` })).json();

  it('are counted from visits and ratings, and shown with the provider', async () => {
    const subcategory = service.subcategory as Subcategory;
    const [busy, idle] = [await given.provider({ subcategory }), await given.provider({ subcategory })];
    expect((await shown(busy.id)).statistics).toBeNull();
    const stories: [string, Booking['status'], number | null, number][] = [
      ['-200d', 'completed', 2, -199 * dayMs],
      ['-50d', 'completed', 5, -49 * dayMs],
      ['-40d', 'completed', 4, -39 * dayMs],
      ['-30d', 'cancelled', null, 0],
      ['-20d', 'no_show', null, 0],
      ['2d', 'confirmed', null, 0],
    ];
    for (const [startsIn, status, rating, ratedAt] of stories) {
      const booking = await given.confirmedBooking({ service, provider: busy, startsIn, status });
      if (rating === null) continue;
      await given.review(booking, { rating, createdAt: after(ratedAt) });
    }
    const run = directRun(test.orm.em);
    const { providers } = await runJob(test, 'bookings.refresh_provider_statistics', {}, undefined, run);
    expect(providers).toBe(await fork().count(Provider));
    expect(run.told.at(-1)).toEqual([100, 'counting']);
    const counted = directRun(test.orm.em);
    expect(await runJob(test, 'reviews.refresh_ratings', {}, undefined, counted)).toMatchObject({
      providers,
    });
    expect(counted.told.at(-1)).toEqual([100, 'counting']);
    const none = {
      completed: 0,
      cancelled: 0,
      noShow: 0,
      completionRate: null,
      ratingAverage: 0,
      ratingCount: 0,
    };
    expect(await shown(busy.id)).toMatchObject({
      ratingAverage: 3.67,
      ratingCount: 3,
      statistics: {
        total: {
          completed: 3,
          cancelled: 1,
          noShow: 1,
          completionRate: 0.6,
          ratingAverage: 3.67,
          ratingCount: 3,
        },
        last90Days: {
          completed: 2,
          cancelled: 1,
          noShow: 1,
          completionRate: 0.5,
          ratingAverage: 4.5,
          ratingCount: 2,
        },
      },
    });
    expect((await shown(idle.id)).statistics).toMatchObject({ total: none, last90Days: none });
    // What search sorts by.
    expect(await fork().findOneOrFail(ProviderPincode, { provider: busy.id })).toMatchObject({
      ratingAverage: 3.67,
      ratingCount: 3,
    });
    const before = await shown(busy.id);
    await runJob(test, 'bookings.refresh_provider_statistics');
    await runJob(test, 'reviews.refresh_ratings');
    expect(await shown(busy.id)).toEqual(before);
  });

  it('are counted in batches when there are many', async () => {
    const { city } = (await fork().findAll(Provider, { limit: 1 }))[0]!;
    const em = fork();
    for (let index = 0; index < 250; index++)
      em.create(Provider, { name: `Extra ${index}`, phone: '+919800000001', city });
    await em.flush();
    const run = directRun(test.orm.em);
    const { providers } = await runJob(test, 'bookings.refresh_provider_statistics', {}, undefined, run);
    expect(providers).toBe(await fork().count(Provider));
    expect(run.told.length).toBeGreaterThan(2);
    const sql = fork() as SqlEntityManager;
    expect(await sql.execute('select count(*)::int as count from provider_statistics')).toEqual([
      { count: providers },
    ]);
  });
});

describe('the embedding of documents', () => {
  const embed = (run = directRun(test.orm.em)) => runJob(test, 'knowledge.embed', {}, undefined, run);
  const write = async (slug: string, body: string, version = 1) => {
    const em = fork();
    const made = em.create(KnowledgeDocument, { slug, title: slug, body, version });
    await em.flush();
    return made.id;
  };
  const piecesOf = (document: string) =>
    fork().find(KnowledgeChunk, { document }, { orderBy: { position: 'asc' } });

  it('cuts and embeds each document once, and again only when it was changed', async () => {
    const ids = [];
    for (const { slug, body } of [
      ...demoHandbook,
      ...demoHandbook.map((page) => ({ ...page, slug: `${page.slug}-copy` })),
    ])
      ids.push(await write(slug, body));
    const run = directRun(test.orm.em);
    expect(await embed(run)).toMatchObject({ documents: 14, refitted: true });
    expect(run.told.at(-1)).toEqual([100, 'embedding']);
    const pieces = await piecesOf(ids[0]!);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.map(({ position }) => position)).toEqual(pieces.map((_, index) => index));
    expect(pieces[1]!.heading).toMatch(/ > /);
    expect(await embed()).toEqual({ documents: 0, pieces: 0, refitted: false });

    const { bytes, name } = await fork().findOneOrFail(EmbeddingModel, { name: pieces[0]!.model });
    const { heading, text, embedding } = pieces[1]!;
    const vector = HashedEmbedder.read(bytes).embed(`${heading}\n${text}`);
    expect(Buffer.from(vector.buffer)).toEqual(embedding);

    const short = await write('short', '# short\n\nOne new paragraph.');
    expect(await embed()).toEqual({ documents: 1, pieces: 1, refitted: false });
    expect((await piecesOf(short))[0]).toMatchObject({ model: name, text: 'One new paragraph.' });
    await fork().nativeUpdate(KnowledgeDocument, { id: short }, { body: 'Another paragraph.' });
    expect(await embed()).toMatchObject({ documents: 1 });
    expect((await piecesOf(short)).map((piece) => piece.text)).toEqual(['Another paragraph.']);
  });

  it('keeps the pieces of every version, and forgets those of deleted documents', async () => {
    const [old, latest] = [await write('versioned', 'First.'), await write('versioned', 'Second.', 2)];
    await embed();
    expect([(await piecesOf(old)).length, (await piecesOf(latest)).length]).toEqual([1, 1]);
    const next = await write('versioned', 'Third.', 3);
    expect(await embed()).toMatchObject({ documents: 1 });
    expect((await piecesOf(old)).map(({ text }) => text)).toEqual(['First.']);
    await fork().nativeDelete(KnowledgeDocument, { id: next });
    expect(await piecesOf(next)).toEqual([]);
  });

  it('tells of each piece on which page it stands, where there are pages', async () => {
    const pages = ['# One\n\nIt begins.\n\n', '', '# Two\n\nOn the third page.\n'];
    const paged = await write('paged', pages.join(''));
    const pageStarts = [0, pages[0]!.length, pages[0]!.length];
    await fork().nativeUpdate(KnowledgeDocument, { id: paged }, { pageStarts, pageCount: 3 });
    const plain = await write('unpaged', 'Without pages.');
    await embed();
    expect((await piecesOf(paged)).map(({ page }) => page)).toEqual([1, 3]);
    expect((await piecesOf(plain)).map(({ page }) => page)).toEqual([null]);
  });

  it('may be done by several at the same time, and is fitted anew when much is new', async () => {
    for (const { slug, body } of demoHandbook) await write(`${slug}-again`, `${body}\n\nAnd so on.`);
    const done = await together('knowledge.embed');
    expect(done.some(({ refitted }) => refitted)).toBe(true);
    expect(await embed()).toMatchObject({ documents: 0 });
    const sql = fork() as SqlEntityManager;
    const twice = await sql.execute(
      'select from knowledge_chunks group by document_id, position having count(*) > 1',
    );
    expect(twice).toEqual([]);
    expect(await fork().count(EmbeddingModel)).toBe(1);
  });
});

describe('figures', () => {
  const analyst: Actor = { kind: 'staff', id: newId(), permissions: new Set(['reports.read']) };
  const range = { from: '2026-07-01', to: '2026-07-10' };
  /** In India. */
  const at = (day: number, hour = 10) => new Date(Date.UTC(2026, 6, day, hour, 0) - 5.5 * hourMs);

  beforeAll(async () => {
    test.clock.set(at(1));
    for (const [startsIn, status, totalPaise] of [
      ['1h', 'completed', 400_00],
      ['8d', 'completed', 600_00],
      ['8d', 'cancelled', 500_00],
      ['9d', 'no_show', 500_00],
      // The day after the last.
      ['10d', 'completed', 900_00],
    ] as const) {
      const { id } = await given.confirmedBooking({ service, startsIn, status, totalPaise });
      const fee = status === 'cancelled' ? { cancellationFeePaise: 100_00 } : {};
      await fork().nativeUpdate(Booking, { id }, { createdAt: at(1), ...fee });
    }
    const em = fork();
    const customer = (await given.customer()).id;
    const said = { lastMessageAt: at(9), createdAt: at(9) };
    const conversation = em.create(Conversation, { customer, ...said });
    const intents = [{ name: 'book_service', confidence: 0.9 }];
    const asked = em.create(Message, {
      conversation,
      role: 'customer',
      text: 'hi',
      intents,
      createdAt: at(9),
    });
    // 00:30 in India is still the day before elsewhere.
    em.create(Message, {
      conversation,
      role: 'assistant',
      text: 'hello',
      replyTo: asked,
      agent: 'booking+service',
      createdAt: at(9, 0.5),
      rating: 'down',
      ratedAt: at(9, 0.5),
    });
    em.create(Message, { conversation, role: 'customer', text: 'later', createdAt: at(11, 0.5) });
    em.create(Complaint, {
      reference: 'CP-FIG1',
      customer,
      category: 'damage',
      severity: 'high',
      status: 'resolved',
      subject: 'Tile',
      description: 'Broken.',
      createdAt: at(9),
      resolvedAt: at(10),
      endedAt: at(10),
    });
    await em.flush();
  });

  it('of a range of days are counted for those who may look at reports', async () => {
    const run = directRun(test.orm.em);
    const result = await runJob(test, 'analytics.report', range, analyst, run);
    expect(result).toMatchObject({
      ...range,
      timeZone: 'Asia/Kolkata',
      bookings: {
        total: 4,
        byStatus: [
          { status: 'completed', count: 2 },
          { status: 'cancelled', count: 1 },
          { status: 'no_show', count: 1 },
        ],
        byCity: [{ city: 'City of 560034', visits: 4, completed: 2, cancelled: 1, revenuePaise: 1_100_00 }],
        byCategory: [{ visits: 4, completed: 2, cancelled: 1, revenuePaise: 1_100_00 }],
      },
      revenue: {
        currency: 'INR',
        completedPaise: 1_000_00,
        cancellationFeesPaise: 100_00,
        totalPaise: 1_100_00,
      },
      cancellations: { count: 1, rate: 0.25 },
      conversations: {
        begun: 1,
        messages: [
          { role: 'assistant', count: 1 },
          { role: 'customer', count: 1 },
        ],
        intents: [{ intent: 'book_service', count: 1 }],
        ratings: {
          up: 0,
          down: 1,
          byAgent: [
            { agent: 'booking', up: 0, down: 1 },
            { agent: 'service', up: 0, down: 1 },
          ],
          byIntent: [{ intent: 'book_service', up: 0, down: 1 }],
        },
      },
      complaints: {
        filed: 1,
        byStatus: [{ status: 'resolved', count: 1 }],
        byCategory: [{ category: 'damage', count: 1 }],
      },
    });
    expect(result.bookings.byDay).toHaveLength(10);
    expect(result.bookings.byDay[8]).toEqual({
      day: '2026-07-09',
      visits: 2,
      completed: 1,
      cancelled: 1,
      revenuePaise: 700_00,
    });
    // A week, and the rest.
    expect(run.told.map(([percent]) => percent)).toEqual([70, 100]);
  });

  it.each([
    ['backwards', { from: '2026-07-10', to: '2026-07-01' }],
    ['of more than 400 days', { from: '2025-01-01', to: '2026-07-01' }],
    ['of no days', { from: 'yesterday', to: 'today' }],
  ])('cannot be of a range %s', async (_, input) => {
    await expect(runJob(test, 'analytics.report', input, analyst)).rejects.toBeInstanceOf(ZodError);
  });

  it('of yesterday are kept, and of the days before it that are missing, once', async () => {
    test.clock.set(at(10, 2.25));
    const { days } = await runJob(test, 'analytics.daily');
    expect([days.length, days[0], days.at(-1)]).toEqual([31, '2026-06-09', '2026-07-09']);
    expect(await fork().findOneOrFail(DailyFigures, { day: '2026-07-09' })).toMatchObject({
      visits: 2,
      completed: 1,
      cancelled: 1,
      noShow: 0,
      revenuePaise: 600_00,
      cancellationFeesPaise: 100_00,
      conversations: 1,
      messages: 2,
      complaintsFiled: 1,
      complaintsResolved: 0,
      bookingsMade: 0,
    });
    expect((await fork().findOneOrFail(DailyFigures, { day: '2026-07-01' })).bookingsMade).toBe(5);
    const again = await together('analytics.daily');
    expect(again.map((each) => each.days)).toEqual([['2026-07-09'], ['2026-07-09'], ['2026-07-09']]);
    expect(await fork().count(DailyFigures)).toBe(31);
    expect(await runJob(test, 'analytics.daily', { day: '2026-07-10' })).toEqual({ days: ['2026-07-10'] });
    expect(await fork().findOneOrFail(DailyFigures, { day: '2026-07-10' })).toMatchObject({
      complaintsResolved: 1,
      noShow: 1,
    });
  });
});

it('removes sessions that are past their time, and no others', async () => {
  const { customer } = await given.signedIn();
  const session = await fork().findOneOrFail(Session, { accountId: customer.id });
  test.clock.set(new Date(session.expiresAt.getTime() - 1));
  await runJob(test, 'sessions.clean_up');
  expect(await fork().count(Session, { id: session.id })).toBe(1);
  test.clock.advance(1);
  const removed = await together('sessions.clean_up');
  expect(removed.reduce((sum, each) => sum + each.removed, 0)).toBeGreaterThan(0);
  expect(await fork().count(Session, { id: session.id })).toBe(0);
});

it('copies a changed catalogue before somebody asks for it, on every process', async () => {
  const copy = test.app.get(CatalogueCopy, { strict: false });
  await copy.read();
  await fork().nativeUpdate(Service, { id: service.id }, { name: 'Renamed by hand' });
  await copy.changed();
  let reads = 0;
  const read = copy.read.bind(copy);
  copy.read = () => {
    reads += 1;
    return read();
  };
  const { services } = await runJob(test, 'catalogue.warm_up');
  expect(services).toBeGreaterThan(0);
  // Once by the job, and once more by the process, this one too, that hears of it.
  while (reads < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  copy.read = read;
  expect((await copy.read()).services.map(({ name }) => name)).toContain('Renamed by hand');
});
