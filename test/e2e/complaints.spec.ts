// Complaints as customers and staff have them over the API: filed, talked about, passed on, solved, and back on the desk.
import { OutboxEvent } from '#libs/events';
import { dayMs, hourMs } from '#libs/time';
import { Complaint, ComplaintEvent } from '../../src/complaints/complaint.entity.js';
import { PriorityEntry } from '../../src/complaints/priority/priority-entry.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let agent: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  agent = await given.staffSignedIn({ role: 'ops_agent' });
});
beforeEach(async () => {
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
});
afterEach(() => test.clock.set(standardNow));
afterAll(() => test.close());

type Caller = { headers: object };
type Method = 'GET' | 'POST' | 'PUT';

async function call(by: Caller, method: Method, path: string, payload?: object, more: object = {}) {
  const headers = { ...by.headers, ...more };
  const answer = await test.http({ method, url: `/api/v1${path}`, headers, payload });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
}

const told = {
  category: 'quality',
  subject: 'It drips again',
  description: 'By evening it dripped.\nAgain.',
};

async function filed(by: SignedIn, more: object = {}) {
  const { status, body } = await call(by, 'POST', '/complaints', { ...told, ...more });
  expect([status, body.code]).toEqual([201, undefined]);
  return body;
}
const setStatus = (id: string, status: string) =>
  call(agent, 'PUT', `/ops/complaints/${id}/status`, { status });
const nextOf = async (by: Caller, id: string) =>
  (await call(by, 'GET', `/complaints/${id}/status`)).body.nextStatuses;
const statusOf = async (id: string) => (await test.orm.em.fork().findOneOrFail(Complaint, { id })).status;

describe('a complaint', () => {
  it('is filed about a visit of the customer, and about nobody else’s', async () => {
    const visit = await given.confirmedBooking({
      customer: asha.customer,
      status: 'completed',
      startsIn: '-2d',
    });
    const made = await filed(asha, { bookingId: visit.id, wanted: 'repeat_visit' });
    expect(made).toMatchObject({
      ...told,
      bookingId: visit.id,
      status: 'open',
      severity: 'medium',
      wanted: 'repeat_visit',
    });
    const kept = await test.orm.em.fork().findOneOrFail(Complaint, { id: made.id });
    expect([kept.provider, kept.service]).toEqual([visit.provider.id, visit.service.id]);
    expect(await call(bala, 'POST', '/complaints', { ...told, bookingId: visit.id })).toMatchObject({
      status: 404,
      body: { code: 'BOOKING_NOT_FOUND' },
    });
    expect(await test.orm.em.fork().count(Complaint, { customer: bala.customer.id })).toBe(0);
  });

  it('is its customer’s and staff’s to see, and nobody else’s', async () => {
    const { id } = await filed(asha);
    for (const path of ['', '/status', '/updates']) {
      expect((await call(asha, 'GET', `/complaints/${id}${path}`)).status).toBe(200);
      expect((await call(agent, 'GET', `/complaints/${id}${path}`)).status).toBe(200);
      expect((await call(bala, 'GET', `/complaints/${id}${path}`)).body.code).toBe('COMPLAINT_NOT_FOUND');
    }
    expect((await call(bala, 'GET', '/complaints')).body.items).toEqual([]);
    expect((await call(asha, 'GET', '/complaints')).body.items).toHaveLength(1);
  });

  it('is refused where it says nothing, too much, or what is no text', async () => {
    const bad = [
      { description: '' },
      { description: 'x'.repeat(10_000) },
      { description: 'bell \u0007' },
      { category: 'weather' },
      { severity: 'critical' },
      { bookingId: 'mine' },
    ];
    for (const more of bad)
      expect((await call(asha, 'POST', '/complaints', { ...told, ...more })).status).toBe(400);
    expect((await call(asha, 'GET', '/complaints')).body.items).toEqual([]);
    const hindi = 'नल से फिर पानी टपक रहा है 😡 <b>जल्दी</b>';
    expect(await filed(asha, { description: hindi })).toMatchObject({ description: hindi });
  });

  it('is one of twenty open ones at most', async () => {
    for (let number = 0; number < 20; number++) await filed(asha);
    expect(await call(asha, 'POST', '/complaints', told)).toMatchObject({
      status: 409,
      body: { code: 'TOO_MANY_COMPLAINTS' },
    });
    expect((await call(bala, 'POST', '/complaints', told)).status).toBe(201);
  });

  it('is changed by its customer until somebody has begun', async () => {
    const { id } = await filed(asha);
    const { headers } = await call(asha, 'GET', `/complaints/${id}`);
    const changed = { subject: 'The tap drips', description: 'Both taps.', wanted: 'refund' };
    expect(await call(bala, 'PUT', `/complaints/${id}`, changed)).toMatchObject({ status: 404 });
    const match = { 'if-match': headers.etag };
    expect(await call(asha, 'PUT', `/complaints/${id}`, changed, match)).toMatchObject({
      status: 200,
      body: changed,
    });
    expect((await call(asha, 'PUT', `/complaints/${id}`, changed, match)).status).toBe(412);
    await setStatus(id, 'in_progress');
    expect((await call(asha, 'PUT', `/complaints/${id}`, changed)).body.code).toBe('COMPLAINT_NOT_EDITABLE');
  });
});

describe('updates', () => {
  it('go both ways; what staff write for themselves its customer does not see', async () => {
    const { id } = await filed(asha);
    const path = `/complaints/${id}/updates`;
    await call(asha, 'POST', path, { body: 'Any news?' });
    await call(agent, 'POST', path, { body: 'He says he was ill.', visibility: 'internal' });
    await call(agent, 'POST', path, { body: 'He comes tomorrow.' });
    const bodies = async (by: Caller) =>
      (await call(by, 'GET', path)).body.items.map(({ body }: { body: string }) => body);
    expect(await bodies(asha)).toEqual(['Any news?', 'He comes tomorrow.']);
    expect(await bodies(agent)).toEqual(['Any news?', 'He says he was ill.', 'He comes tomorrow.']);
    expect((await call(asha, 'POST', path, { body: 'hm', visibility: 'internal' })).status).toBe(403);
    expect((await call(bala, 'POST', path, { body: 'hm' })).status).toBe(404);
    const { firstRespondedAt } = await test.orm.em.fork().findOneOrFail(Complaint, { id });
    expect(firstRespondedAt).toEqual(standardNow);
  });

  it('of the customer end the waiting for them', async () => {
    const { id } = await filed(asha);
    await setStatus(id, 'waiting_for_customer');
    await call(asha, 'POST', `/complaints/${id}/updates`, { body: 'Here is the bill.' });
    expect(await statusOf(id)).toBe('in_progress');
  });

  it('are said once, however often the request is sent', async () => {
    const { id } = await filed(asha);
    const key = { 'idempotency-key': `update-${id}` };
    const send = () => call(asha, 'POST', `/complaints/${id}/updates`, { body: 'Once.' }, key);
    const both = [await send(), await send()];
    expect(both[1]!.body).toEqual(both[0]!.body);
    expect((await call(asha, 'GET', `/complaints/${id}/updates`)).body.items).toHaveLength(1);
  });
});

describe('the way of a complaint', () => {
  it('follows one table, and says what is allowed', async () => {
    const { id, reference } = await filed(asha);
    expect((await setStatus(id, 'waiting_for_parts')).body.status).toBe('waiting_for_parts');
    expect((await call(asha, 'POST', `/complaints/${id}/resolve`)).body.status).toBe('resolved');
    expect(await setStatus(id, 'waiting_for_customer')).toMatchObject({
      status: 409,
      body: { code: 'COMPLAINT_TRANSITION_ILLEGAL', from: 'resolved', allowed: ['closed', 'in_progress'] },
    });
    expect(await call(asha, 'POST', `/complaints/${id}/updates`, { body: 'hm' })).toMatchObject({
      status: 409,
      body: { code: 'COMPLAINT_ENDED' },
    });
    const { body } = await call(asha, 'GET', `/complaints/${id}/status`);
    const next = Object.fromEntries(
      body.next.map((each: { action: string; isAllowed: boolean }) => [each.action, each.isAllowed]),
    );
    expect(next).toEqual({
      update: false,
      attach: false,
      edit: false,
      escalate: false,
      resolve: false,
      reopen: true,
      survey: true,
      withdraw: false,
    });
    const events = await test.orm.em
      .fork()
      .find(OutboxEvent, { aggregateId: id }, { orderBy: { id: 'asc' } });
    expect(events.map(({ type }) => type)).toEqual([
      'complaint.filed',
      'complaint.status_changed',
      'complaint.status_changed',
    ]);
    expect(events.at(-1)!.data).toMatchObject({ reference, from: 'waiting_for_parts', status: 'resolved' });
  });

  it('is reopened by staff as by its customer: for 14 days, and told as such', async () => {
    const [{ id }, { id: late }] = [await filed(asha), await filed(asha)];
    for (const each of [id, late]) await setStatus(each, 'resolved');
    const movable = async () => {
      const { body } = await call(agent, 'GET', `/complaints/${late}/status`);
      const { isAllowed, whyNot } = body.next.find(({ action }: any) => action === 'set_status');
      return [isAllowed, whyNot?.code ?? null];
    };
    test.clock.advance(14 * dayMs - 1);
    expect(await movable()).toEqual([true, null]);
    expect((await setStatus(id, 'in_progress')).body).toMatchObject({
      status: 'in_progress',
      resolvedAt: null,
    });
    const [last] = await test.orm.em
      .fork()
      .find(ComplaintEvent, { complaint: id, kind: 'status' }, { orderBy: { at: 'desc' } });
    expect(last!.facts).toMatchObject({ from: 'resolved', to: 'in_progress', reopened: true });
    test.clock.advance(1);
    expect(await movable()).toEqual([false, 'COMPLAINT_NOT_REOPENABLE']);
    expect(await nextOf(agent, late)).toEqual([]);
    expect((await setStatus(late, 'waiting_for_parts')).body).toMatchObject({
      code: 'COMPLAINT_TRANSITION_ILLEGAL',
      allowed: ['closed'],
    });
    const words = { status: 'in_progress', reason: 'It drips.' };
    const refused = await call(agent, 'PUT', `/ops/complaints/${late}/status`, words);
    expect(refused).toMatchObject({ status: 409, body: { code: 'COMPLAINT_NOT_REOPENABLE' } });
    expect(await statusOf(late)).toBe('resolved');
    await runJob(test, 'complaints.close');
    expect((await setStatus(late, 'in_progress')).body.code).toBe('COMPLAINT_NOT_REOPENABLE');
    const lines = (await call(agent, 'GET', `/complaints/${late}/updates`)).body.items;
    expect(lines).toEqual([]);
  });

  it('offers whoever asks what they may make of it now', async () => {
    const { id } = await filed(asha);
    const viewer = await given.staffSignedIn({ role: 'viewer' });
    expect(await nextOf(asha, id)).toEqual(['resolved', 'withdrawn']);
    expect(await nextOf(viewer, id)).toEqual([]);
    await setStatus(id, 'waiting_for_customer');
    expect(await nextOf(asha, id)).toEqual(['in_progress', 'resolved', 'withdrawn']);
    const byAgent = ['in_progress', 'waiting_for_provider', 'waiting_for_parts', 'resolved', 'merged'];
    expect(await nextOf(agent, id)).toEqual(byAgent);
    await call(asha, 'POST', `/complaints/${id}/resolve`);
    test.clock.advance(14 * dayMs - 1);
    for (const by of [asha, agent]) expect(await nextOf(by, id)).toEqual(['in_progress']);
    test.clock.advance(1);
    for (const by of [asha, agent]) expect(await nextOf(by, id)).toEqual([]);
  });

  it.each([
    ['escalate', [], 'escalated'],
    ['resolve', [], 'status'],
    ['reopen', ['resolve'], 'status'],
    ['withdraw', [], 'status'],
    ['updates', [], 'replied'],
  ])('is changed once by %s that is sent again', async (step, before, kind) => {
    const { id } = await filed(asha);
    for (const each of before) await call(asha, 'POST', `/complaints/${id}/${each}`);
    const lines = () => test.orm.em.fork().count(ComplaintEvent, { complaint: id });
    const told = () => test.orm.em.fork().count(OutboxEvent, { aggregateId: id });
    const [linesBefore, toldBefore] = [await lines(), await told()];
    const words = step === 'updates' ? { body: 'It drips.' } : { reason: '' };
    const again = { 'idempotency-key': `${step}-${id}` };
    const send = (by: Caller, payload: object = words) =>
      call(by, 'POST', `/complaints/${id}/${step}`, payload, again);
    const first = await send(asha);
    expect(first.status).toBe(step === 'updates' ? 201 : 200);
    expect((await send(asha)).body).toEqual(first.body);
    expect([(await lines()) - linesBefore, (await told()) - toldBefore]).toEqual([1, 1]);
    const kinds = await test.orm.em.fork().count(ComplaintEvent, { complaint: id, kind: kind as never });
    expect(kinds).toBe(before.length + 1);
    expect(
      (await send(asha, { ...words, [step === 'updates' ? 'body' : 'reason']: 'Other words' })).status,
    ).toBe(422);
    expect((await send(bala)).status).toBe(404);
  });

  it('may be reopened for 14 days, and no longer', async () => {
    const { id } = await filed(asha);
    await call(asha, 'POST', `/complaints/${id}/resolve`);
    test.clock.advance(14 * dayMs - 1);
    expect((await call(bala, 'POST', `/complaints/${id}/reopen`)).status).toBe(404);
    const reason = 'It drips once more.';
    expect((await call(asha, 'POST', `/complaints/${id}/reopen`, { reason })).body).toMatchObject({
      status: 'in_progress',
      resolvedAt: null,
    });
    expect((await call(asha, 'GET', `/complaints/${id}/updates`)).body.items[0].body).toBe(reason);
    await call(asha, 'POST', `/complaints/${id}/resolve`);
    test.clock.advance(14 * dayMs);
    expect((await call(asha, 'POST', `/complaints/${id}/reopen`)).body.code).toBe('COMPLAINT_NOT_REOPENABLE');
  });

  it('ends for good when its customer withdraws it', async () => {
    const { id } = await filed(asha);
    expect((await call(agent, 'POST', `/complaints/${id}/withdraw`)).status).toBe(403);
    expect((await call(bala, 'POST', `/complaints/${id}/withdraw`)).status).toBe(404);
    expect((await call(asha, 'POST', `/complaints/${id}/withdraw`)).body.status).toBe('withdrawn');
    expect((await call(asha, 'POST', `/complaints/${id}/reopen`)).status).toBe(409);
    expect(await test.orm.em.fork().count(PriorityEntry, { complaint: id })).toBe(0);
  });

  it('goes one level up when it is asked for, to the manager at most', async () => {
    const { id } = await filed(asha);
    const escalate = () => call(asha, 'POST', `/complaints/${id}/escalate`);
    const levels = [await escalate(), await escalate(), await escalate()].map(
      ({ body }) => body.escalationLevel,
    );
    expect(levels).toEqual([1, 2, 2]);
    expect((await call(bala, 'POST', `/complaints/${id}/escalate`)).status).toBe(404);
    const lines = await test.orm.em.fork().count(ComplaintEvent, { complaint: id, kind: 'escalated' });
    expect(lines).toBe(2);
  });

  it('of a resolution and a reopening at once, and of two resolutions, ends in one state that the history tells', async () => {
    const { id } = await filed(asha);
    await Promise.all(Array.from({ length: 8 }, () => call(asha, 'POST', `/complaints/${id}/resolve`)));
    await Promise.all([
      call(asha, 'POST', `/complaints/${id}/reopen`),
      call(agent, 'POST', `/complaints/${id}/resolve`),
      call(asha, 'POST', `/complaints/${id}/reopen`),
    ]);
    const lines = await test.orm.em
      .fork()
      .find(ComplaintEvent, { complaint: id, kind: 'status' }, { orderBy: { id: 'asc' } });
    const steps = lines.map(({ facts }) => facts as { from: string; to: string });
    let at = 'open';
    for (const { from, to } of steps) {
      expect(from).toBe(at);
      at = to;
    }
    expect(await statusOf(id)).toBe(at);
  });

  it('is closed when its customer does not answer for a week, and can be reopened', async () => {
    const { id } = await filed(asha);
    await setStatus(id, 'waiting_for_customer');
    test.clock.advance(7 * dayMs - 1);
    await runJob(test, 'complaints.close');
    expect(await statusOf(id)).toBe('waiting_for_customer');
    test.clock.advance(hourMs);
    await runJob(test, 'complaints.close');
    expect(await statusOf(id)).toBe('closed');
    expect((await call(asha, 'POST', `/complaints/${id}/reopen`)).status).toBe(200);
  });

  it('has a history that can only be added to', async () => {
    const { id } = await filed(asha);
    const change = test.orm.em.fork().nativeUpdate(ComplaintEvent, { complaint: id }, { kind: 'noted' });
    await expect(change).rejects.toThrow('can only be added to');
  });
});
