// What customers say of their visits: each their own, once, for everybody to read but for what is hidden.
import { RequestContext } from '@mikro-orm/core';
import { OutboxEvent } from '#libs/events';
import { ToolRegistry } from '#libs/tools';
import { onBehalfOf, type Actor } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import type { Booking } from '../../src/bookings/booking.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import { authorOf, Review } from '../../src/reviews/review.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';

let test: TestApp;
let given: Given;
let service: Service;
let provider: Provider;
let visits = 0;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  service = await given.service({ name: 'Sofa cleaning', phrases: ['sofa cleaning'] });
  provider = await given.provider({ subcategory: service.subcategory as Subcategory });
});
afterAll(() => test.close());
afterEach(() => test.clock.set(standardNow));

type Method = 'GET' | 'POST' | 'PUT';
async function call(
  method: Method,
  url: string,
  by?: { headers: object },
  payload?: object,
  more: object = {},
) {
  const headers = { ...by?.headers, ...more };
  const answer = await test.http({ method, url: `/api/v1${url}`, headers, payload });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
}

/** Of one provider one after the other, as the database has it. */
const visit = (by: SignedIn, status: Booking['status'] = 'completed') =>
  given.confirmedBooking({ customer: by.customer, service, provider, status, startsIn: `-${++visits}d` });

const praise = { rating: 5, comment: 'Spotless.', tags: ['clean_work', 'on_time'] };

async function rated(by: SignedIn, review: object = praise) {
  const { id } = await visit(by);
  const { status, body } = await call('POST', `/bookings/${id}/rate`, by, review);
  expect(status).toBe(201);
  return { bookingId: id, review: body };
}

describe('a customer', () => {
  it('rates a completed visit, once', async () => {
    const asha = await given.signedIn({ name: 'Asha Devi Rao' });
    const { id } = await visit(asha);
    const made = await call('POST', `/bookings/${id}/rate`, asha, praise);
    expect(made).toMatchObject({
      status: 201,
      body: { ...praise, bookingId: id, serviceId: service.id, providerId: provider.id, version: 1 },
      headers: { location: `/api/v1/bookings/${id}/review` },
    });
    expect((await call('GET', `/bookings/${id}/review`, asha)).body).toEqual(made.body);
    const again = await call('POST', `/bookings/${id}/rate`, asha, { rating: 1 });
    expect([again.status, again.body.code]).toEqual([409, 'REVIEW_EXISTS']);
    const em = test.orm.em.fork();
    expect(
      await em.findOneOrFail(OutboxEvent, { type: 'review.given', aggregateId: made.body.id }),
    ).toMatchObject({
      data: { customerId: asha.customer.id, bookingId: id, rating: 5 },
    });
    expect(await em.count(AuditEntry, { action: 'review.given', objectId: made.body.id })).toBe(1);
  });

  it('leaves one of two ratings that come at once', async () => {
    const asha = await given.signedIn();
    const { id } = await visit(asha);
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((rating) => call('POST', `/bookings/${id}/rate`, asha, { rating })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const kept = await test.orm.em.fork().find(Review, { booking: id });
    expect(kept.map(({ rating }) => rating)).toEqual([
      answers.find(({ status }) => status === 201)!.body.rating,
    ]);
  });

  it.each(['confirmed', 'cancelled', 'no_show'] as const)(
    'does not rate a visit that is %s',
    async (status) => {
      const asha = await given.signedIn();
      const { id } = await visit(asha, status);
      const answer = await call('POST', `/bookings/${id}/rate`, asha, praise);
      expect(answer.body).toMatchObject({ status: 409, code: 'BOOKING_NOT_RATEABLE' });
      expect(await test.orm.em.fork().count(Review, { booking: id })).toBe(0);
    },
  );

  it.each([
    { rating: 0 },
    { rating: 6 },
    { rating: 4.5 },
    { comment: 'No stars.' },
    { rating: 5, comment: 'x'.repeat(1001) },
    { rating: 5, tags: ['handsome'] },
    { rating: 5, hiddenAt: null },
  ])('is refused %j', async (review) => {
    const asha = await given.signedIn();
    const { id } = await visit(asha);
    const answer = await call('POST', `/bookings/${id}/rate`, asha, review);
    expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(await test.orm.em.fork().count(Review, { booking: id })).toBe(0);
  });

  it('changes it for a week, if nobody else has meanwhile', async () => {
    const asha = await given.signedIn();
    const { bookingId } = await rated(asha);
    const url = `/bookings/${bookingId}/review`;
    const changed = await call('PUT', url, asha, { rating: 3 }, { 'if-match': '"1"' });
    expect(changed.body).toMatchObject({ rating: 3, comment: '', tags: [], version: 2 });
    expect(changed.body.editedAt).not.toBeNull();
    expect((await call('PUT', url, asha, { rating: 1 }, { 'if-match': '"1"' })).status).toBe(412);
    test.clock.set(new Date(changed.body.editableUntil));
    const { headers } = await signedInAgain(asha);
    expect((await call('PUT', url, { headers }, { rating: 1 })).body).toMatchObject({
      status: 409,
      code: 'REVIEW_NOT_EDITABLE',
      reason: 'too_late',
    });
  });

  it('neither rates, nor reads by the booking, nor changes what is of another customer', async () => {
    const [asha, bala] = [await given.signedIn(), await given.signedIn()];
    const open = await visit(asha);
    const { bookingId } = await rated(asha);
    const answers = [
      await call('POST', `/bookings/${open.id}/rate`, bala, praise),
      await call('POST', `/bookings/${bookingId}/rate`, bala, praise),
      await call('GET', `/bookings/${bookingId}/review`, bala),
      await call('PUT', `/bookings/${bookingId}/review`, bala, { rating: 1 }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await call('GET', `/bookings/${bookingId}/review`, asha)).body.rating).toBe(5);
    expect((await call('GET', '/ops/reviews', bala)).status).toBe(403);
  });

  it('rates through an agent by a proposal that is confirmed, however often', async () => {
    const [asha, bala] = [await given.signedIn(), await given.signedIn()];
    const { id } = await visit(asha);
    const agentOf = ({ customer }: SignedIn) =>
      onBehalfOf(
        { kind: 'customer', id: customer.id, permissions: new Set(customerGrants) } as Actor,
        'status',
      );
    const tool = (actor: Actor, confirmation?: string) =>
      RequestContext.create(test.orm.em, () =>
        test.app
          .get(ToolRegistry)
          .execute(actor, 'bookings.rate', { bookingId: id, rating: 4 }, { confirmation }),
      );
    expect(await tool(agentOf(asha))).toMatchObject({ ok: false });
    expect(await tool(agentOf(bala), 'yes-1')).toMatchObject({ refusal: { code: 'BOOKING_NOT_FOUND' } });
    const first = await tool(agentOf(asha), 'yes-1');
    expect(first).toMatchObject({ ok: true, output: { rating: 4 } });
    expect(await tool(agentOf(asha), 'yes-1')).toEqual(first);
    expect(await tool(agentOf(asha), 'yes-2')).toMatchObject({ refusal: { code: 'REVIEW_EXISTS' } });
  });
});

describe('what everybody reads', () => {
  it('names nobody beyond the first name and an initial, and no booking', async () => {
    const asha = await given.signedIn({ name: 'Meenakshi Sundaram Iyer' });
    const { review, bookingId } = await rated(asha, { rating: 2, comment: 'Late.' });
    for (const url of [`/services/${service.id}/reviews`, `/providers/${provider.id}/reviews`]) {
      const { status, body } = await call('GET', `${url}?rating=2&limit=100`);
      expect(status).toBe(200);
      const shown = body.items.find(({ id }: { id: string }) => id === review.id);
      expect(shown).toMatchObject({ author: 'Meenakshi I.', rating: 2, comment: 'Late.' });
      const text = JSON.stringify(body);
      for (const secret of ['Sundaram', bookingId, asha.customer.id, asha.customer.email!])
        expect(text).not.toContain(secret);
      expect(body.items.every(({ rating }: { rating: number }) => rating === 2)).toBe(true);
    }
    expect((await call('GET', `/services/${provider.id}/reviews`)).body.code).toBe('SERVICE_NOT_FOUND');
    expect((await call('GET', `/providers/${service.id}/reviews`)).body.code).toBe('PROVIDER_NOT_FOUND');
  });

  it.each([
    ['Asha Rao', 'Asha R.'],
    ['Asha', 'Asha'],
    ['  आशा   राव ', 'आशा र.'],
    ['', null],
  ])('calls %j %j', (name, author) => expect(authorOf(name)).toBe(author));
});

describe('staff', () => {
  it('answer, hide with a reason and show again, each on record', async () => {
    const asha = await given.signedIn();
    const { review, bookingId } = await rated(asha, { rating: 1, comment: 'Call my neighbour on 98…' });
    const manager = await given.staffSignedIn({ role: 'ops_manager' });
    const agent = await given.staffSignedIn({ role: 'ops_agent' });
    const url = `/ops/reviews/${review.id}`;
    const answered = await call('POST', `${url}/answer`, agent, { answer: 'We are sorry.' });
    expect(answered.body).toMatchObject({
      answer: 'We are sorry.',
      customerId: asha.customer.id,
      version: 2,
    });
    expect((await call('POST', `${url}/hide`, agent, { reason: 'A number.' })).status).toBe(403);
    expect((await call('POST', `${url}/hide`, manager, {})).status).toBe(400);
    const hidden = await call('POST', `${url}/hide`, manager, { reason: 'A number.' }, { 'if-match': '"2"' });
    expect(hidden.body).toMatchObject({ hiddenReason: 'A number.', version: 3 });
    expect((await call('POST', `${url}/hide`, manager, { reason: 'Again.' })).body.code).toBe(
      'REVIEW_VISIBILITY_UNCHANGED',
    );
    const publicOnes = async () =>
      (await call('GET', `/services/${service.id}/reviews?limit=100`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await publicOnes()).not.toContain(review.id);
    // Its customer learns why, and cannot change it meanwhile.
    expect((await call('GET', `/bookings/${bookingId}/review`, asha)).body).toMatchObject({
      answer: 'We are sorry.',
      hiddenReason: 'A number.',
    });
    expect((await call('PUT', `/bookings/${bookingId}/review`, asha, praise)).body).toMatchObject({
      code: 'REVIEW_NOT_EDITABLE',
      reason: 'hidden',
    });
    const listed = await call('GET', '/ops/reviews?visibility=hidden&answered=yes&rating=1', manager);
    expect(listed.body.items.map(({ id }: { id: string }) => id)).toEqual([review.id]);
    expect((await call('POST', `${url}/unhide`, manager)).body.hiddenAt).toBeNull();
    expect(await publicOnes()).toContain(review.id);
    const entries = await test.orm.em
      .fork()
      .find(
        AuditEntry,
        { objectId: review.id, objectType: 'review', actorKind: 'staff' },
        { orderBy: { id: 1 } },
      );
    expect(entries.map(({ action }) => action).filter((action) => action !== 'review.viewed')).toEqual([
      'review.answered',
      'review.hidden',
      'review.unhidden',
    ]);
  });

  it('see in the log that they have looked', async () => {
    const { review, bookingId } = await rated(await given.signedIn());
    const viewer = await given.staffSignedIn({ role: 'viewer' });
    expect((await call('GET', `/ops/reviews/${review.id}`, viewer)).status).toBe(200);
    expect((await call('GET', `/bookings/${bookingId}/review`, viewer)).status).toBe(200);
    expect(await test.orm.em.fork().count(AuditEntry, { objectId: review.id, action: 'review.viewed' })).toBe(
      1,
    );
  });
});

it('counts for the service and the provider, unless it is hidden', async () => {
  const worked = await given.service({ name: 'Chimney sweeping', phrases: ['chimney sweeping'] });
  const sweep = await given.provider({ subcategory: worked.subcategory as Subcategory });
  for (const [index, rating] of [5, 4, 1].entries()) {
    const booking = await given.confirmedBooking({
      service: worked,
      provider: sweep,
      status: 'completed',
      startsIn: `-${index + 1}d`,
    });
    const hidden = rating === 1 ? { hiddenAt: standardNow, hiddenReason: 'Spam.' } : {};
    await given.review(booking, { rating, ...hidden });
  }
  const found = async (minRating: number) =>
    (await call('GET', `/services/search?q=chimney sweeping&minRating=${minRating}`)).body.items.map(
      ({ id }: { id: string }) => id,
    );
  expect(await found(0)).toEqual([worked.id]);
  expect(await found(4)).toEqual([]);
  await runJob(test, 'reviews.refresh_ratings');
  const rating = { ratingAverage: 4.5, ratingCount: 2 };
  expect((await call('GET', `/services/${worked.id}`)).body).toMatchObject(rating);
  expect((await call('GET', `/providers/${sweep.id}`)).body).toMatchObject(rating);
  expect(await found(4)).toEqual([worked.id]);
  expect(await found(4.6)).toEqual([]);
});

async function signedInAgain({ customer }: SignedIn) {
  const payload = { identifier: customer.email, password: 'correct horse 42' };
  const answer = await test.http({ method: 'POST', url: '/api/v1/auth/login', payload });
  return { headers: { authorization: `Bearer ${answer.json().accessToken}` } };
}
