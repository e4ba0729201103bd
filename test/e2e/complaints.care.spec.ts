// What customers have of a complaint besides its state: what happened in one order, news when something does, and the question how it was solved.
import { OutboxEvent } from '#libs/events';
import { StreamLog } from '#libs/realtime';
import { dayMs, hourMs } from '#libs/time';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { ComplaintSurvey } from '../../src/complaints/surveys/survey.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';
import { settle } from '../support/settle.js';
import { fileForm, picture } from '../support/uploads.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let agent: StaffSignedIn;
let lead: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  agent = await given.staffSignedIn({ role: 'ops_agent' });
  lead = await given.staffSignedIn({ role: 'ops_lead' });
});
beforeEach(async () => {
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
});
afterEach(() => test.clock.set(standardNow));
afterAll(() => test.close());

type Caller = { headers: object };

async function call(by: Caller, method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) {
  const answer = await test.http({ method, url: `/api/v1${path}`, headers: by.headers as never, payload });
  return { status: answer.statusCode, body: answer.json() };
}
async function filed(by: SignedIn): Promise<{ id: string; reference: string }> {
  const payload = { category: 'quality', subject: 'It drips', description: 'Since noon.' };
  return (await call(by, 'POST', '/complaints', payload)).body;
}
const resolve = (by: Caller, id: string) => call(by, 'POST', `/complaints/${id}/resolve`);
const reopen = (by: Caller, id: string) => call(by, 'POST', `/complaints/${id}/reopen`);
const setStatus = (id: string, status: string) =>
  call(agent, 'PUT', `/ops/complaints/${id}/status`, { status, reason: 'We ask him first.' });
const say = (by: Caller, id: string, body: string) => call(by, 'POST', `/complaints/${id}/updates`, { body });
const rate = (by: Caller, id: string, payload: object) =>
  call(by, 'POST', `/complaints/${id}/survey`, payload);

async function attach(by: Caller, id: string): Promise<string> {
  const form = fileForm(await picture(4, 4).png().toBuffer(), 'tap.png');
  const url = `/api/v1/complaints/${id}/attachments`;
  const headers = { ...by.headers, ...form.headers };
  return (await test.http({ method: 'POST', url, headers, payload: form.payload })).json().id;
}
/** Told to one person of one complaint, in order. */
async function told(person: string, complaintId: string): Promise<string[]> {
  await settle(test);
  const rows = await test.orm.em
    .fork()
    .find(Notification, { personId: person }, { orderBy: { createdAt: 'asc', id: 'asc' } });
  return rows
    .filter(({ data }) => (data as { complaintId?: string }).complaintId === complaintId)
    .map(({ kind }) => kind);
}

describe('the timeline', () => {
  const whole = async (by: Caller, id: string, limit = 100) => {
    const items: Record<string, unknown>[] = [];
    for (let cursor = ''; ;) {
      const { body } = await call(by, 'GET', `/complaints/${id}/timeline?limit=${limit}${cursor}`);
      items.push(...body.items);
      if (body.nextCursor === null) return items;
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
    }
  };

  it('tells in one order what happened, what was said and what was sent: to its customer what is public', async () => {
    const { id } = await filed(asha);
    await setStatus(id, 'waiting_for_customer');
    const attachment = await attach(asha, id);
    await say(agent, id, 'He comes tomorrow.');
    await call(asha, 'POST', `/complaints/${id}/escalate`);
    await resolve(agent, id);
    await rate(asha, id, { score: 4 });
    const hers = await whole(asha, id);
    expect(hers).toMatchObject([
      { kind: 'filed', category: 'quality', severity: 'medium', byKind: 'customer' },
      { kind: 'status', from: 'open', to: 'waiting_for_customer', reopened: false, byId: null },
      { kind: 'attached', attachmentId: attachment, attachment: { name: 'tap.webp' } },
      { kind: 'status', to: 'in_progress' },
      { kind: 'replied', body: 'He comes tomorrow.', authorKind: 'staff', byId: null },
      { kind: 'escalated', level: 1, because: 'asked' },
      { kind: 'status', to: 'resolved' },
      { kind: 'surveyed', score: 4 },
    ]);
    const ours = await whole(agent, id, 3);
    expect(ours.filter(({ kind }) => kind === 'noted')).toMatchObject([
      { body: 'We ask him first.', visibility: 'internal', byId: agent.staff.id },
    ]);
    expect(ours.filter(({ visibility }) => visibility === 'public').map((line) => line.id)).toEqual(
      hers.map((line) => line.id),
    );
    expect((await call(bala, 'GET', `/complaints/${id}/timeline`)).status).toBe(404);
  });

  it('says of a file that is gone that it was there, and shows nothing of it', async () => {
    const { id } = await filed(asha);
    const attachment = await attach(asha, id);
    const url = `/api/v1/complaint-attachments/${attachment}`;
    await test.http({ method: 'DELETE', url, headers: asha.headers });
    expect((await whole(asha, id)).slice(1)).toMatchObject([
      { kind: 'attached', attachmentId: attachment, attachment: null },
      { kind: 'detached', attachmentId: attachment },
    ]);
  });
});

describe('its customer is asked how it was solved', () => {
  const surveysOf = (id: string) =>
    test.orm.em.fork().find(ComplaintSurvey, { complaint: id }, { orderBy: { resolvedAt: 'asc' } });

  it('once for each time that it was, and what they say last counts', async () => {
    const { id } = await filed(asha);
    expect((await rate(asha, id, { score: 5 })).body.code).toBe('COMPLAINT_SURVEY_NOT_ASKED');
    await resolve(agent, id);
    await resolve(asha, id);
    expect(await surveysOf(id)).toMatchObject([{ score: null, answeredAt: null }]);
    await rate(asha, id, { score: 1, comment: 'Still wet. 😡' });
    const again = await rate(asha, id, { score: 2, comment: 'Less wet.' });
    expect(again).toMatchObject({ status: 200, body: { score: 2, comment: 'Less wet.' } });
    expect((await rate(asha, id, { score: 2, comment: 'Less wet.' })).status).toBe(200);
    const events = await test.orm.em
      .fork()
      .find(OutboxEvent, { aggregateId: id, type: 'complaint.surveyed' }, { orderBy: { id: 'asc' } });
    expect(events.map(({ data }) => (data as { score: number }).score)).toEqual([1, 2]);

    test.clock.advance(hourMs);
    await reopen(asha, id);
    expect((await rate(asha, id, { score: 5 })).body.code).toBe('COMPLAINT_SURVEY_NOT_ASKED');
    await resolve(agent, id);
    await rate(asha, id, { score: 5 });
    expect((await surveysOf(id)).map(({ score }) => score)).toEqual([2, 5]);
    const seen = await call(agent, 'GET', `/complaints/${id}/surveys`);
    expect(seen.body.items.map(({ score }: { score: number }) => score)).toEqual([5, 2]);
  });

  it('and nobody else answers for them', async () => {
    const { id } = await filed(asha);
    await resolve(agent, id);
    expect((await rate(bala, id, { score: 1 })).status).toBe(404);
    expect((await call(bala, 'GET', `/complaints/${id}/surveys`)).status).toBe(404);
    expect((await rate(agent, id, { score: 5 })).status).toBe(403);
    for (const bad of [
      { score: 0 },
      { score: 6 },
      { score: 2.5 },
      {},
      { score: 3, comment: 'x'.repeat(1001) },
    ])
      expect((await rate(asha, id, bad)).status).toBe(400);
    expect((await surveysOf(id)).map(({ score }) => score)).toEqual([null]);
  });

  it('for 14 days', async () => {
    const { id } = await filed(asha);
    await resolve(agent, id);
    test.clock.advance(14 * dayMs - 1);
    expect((await rate(asha, id, { score: 3 })).status).toBe(200);
    test.clock.advance(1);
    expect((await rate(asha, id, { score: 4 })).body.code).toBe('COMPLAINT_SURVEY_CLOSED');
    await runJob(test, 'complaints.close');
    expect((await rate(asha, id, { score: 4 })).body.code).toBe('COMPLAINT_SURVEY_CLOSED');
    expect((await surveysOf(id)).map(({ score }) => score)).toEqual([3]);
  });

  it('not of what they have withdrawn, nor of what was closed in silence', async () => {
    const [withdrawn, silent] = [await filed(asha), await filed(asha)];
    await call(asha, 'POST', `/complaints/${withdrawn.id}/withdraw`);
    await setStatus(silent.id, 'waiting_for_customer');
    test.clock.advance(8 * dayMs);
    await runJob(test, 'complaints.close');
    for (const { id } of [withdrawn, silent]) expect(await surveysOf(id)).toEqual([]);
  });

  it('once when it is resolved and rated by many at once', async () => {
    const { id } = await filed(asha);
    await Promise.all(Array.from({ length: 6 }, () => resolve(agent, id)));
    await Promise.all([1, 2, 3, 4, 5].map((score) => rate(asha, id, { score })));
    expect(await surveysOf(id)).toHaveLength(1);
  });
});

describe('people are told', () => {
  it('customers: that we have it, answered, wait for them, have solved it', async () => {
    const { id, reference } = await filed(asha);
    await say(agent, id, 'He comes tomorrow.');
    await say(asha, id, 'Fine.');
    await setStatus(id, 'waiting_for_customer');
    expect(await told(asha.customer.id, id)).toEqual([
      'complaint.received',
      'complaint.replied',
      'complaint.waiting_for_you',
    ]);
    await resolve(agent, id);
    await settle(test);
    const { body } = await call(asha, 'GET', '/notifications');
    expect(body.items[0]).toMatchObject({
      kind: 'complaint.resolved',
      category: 'complaints',
      title: `${reference} is solved: how did we do?`,
      body: expect.stringContaining('until Friday 4 December'),
    });
    expect(await told(bala.customer.id, id)).toEqual([]);
  });

  it('that it was closed because they said nothing, and not again when what was solved is closed', async () => {
    const [silent, solved] = [await filed(asha), await filed(asha)];
    await setStatus(silent.id, 'waiting_for_customer');
    await resolve(agent, solved.id);
    await settle(test);
    test.clock.advance(15 * dayMs);
    await runJob(test, 'complaints.close');
    expect(await told(asha.customer.id, silent.id)).toEqual([
      'complaint.received',
      'complaint.waiting_for_you',
      'complaint.closed',
    ]);
    expect(await told(asha.customer.id, solved.id)).toEqual(['complaint.received', 'complaint.resolved']);
  });

  it('not of a solution that does not hold any more when it is told', async () => {
    const { id } = await filed(asha);
    await resolve(agent, id);
    await reopen(asha, id);
    expect(await told(asha.customer.id, id)).toEqual(['complaint.received']);
  });

  it('staff: whoever works on it of replies and reopenings, those who decide of escalations', async () => {
    const { id } = await filed(asha);
    await say(asha, id, 'Nobody works on it yet.');
    await settle(test);
    await test.orm.em.fork().nativeUpdate(Complaint, { id }, { assignee: agent.staff.id });
    await say(asha, id, 'Any news?');
    await call(asha, 'POST', `/complaints/${id}/escalate`);
    await resolve(agent, id);
    await reopen(asha, id);
    expect(await told(agent.staff.id, id)).toEqual(['complaint.customer_replied', 'complaint.reopened']);
    expect(await told(lead.staff.id, id)).toEqual(['complaint.escalated']);
  });

  it('those who give complaints to somebody, of a reopened one that nobody has', async () => {
    const { id } = await filed(asha);
    await resolve(agent, id);
    await settle(test);
    await reopen(asha, id);
    expect(await told(lead.staff.id, id)).toEqual(['complaint.reopened']);
    expect(await told(agent.staff.id, id)).toEqual([]);
  });
});

describe('who follows it live', () => {
  const entriesOf = (id: string) => test.app.get(StreamLog, { strict: false }).read(`complaint:${id}`, 0);

  it('gets what is public, without words, in the order in which it happened', async () => {
    const { id } = await filed(asha);
    await setStatus(id, 'waiting_for_customer');
    await say(asha, id, 'CANARY');
    await resolve(agent, id);
    const { body } = await call(asha, 'GET', `/streams/complaint:${id}`);
    expect(body.items.map(({ type }: { type: string }) => type)).toEqual([
      'complaint.filed',
      'complaint.status',
      'complaint.replied',
      'complaint.status',
      'complaint.status',
    ]);
    expect(body.items.at(-1).data).toMatchObject({ status: 'resolved', by: 'staff' });
    expect(JSON.stringify(body)).not.toMatch(/CANARY|ask him/);
    const { body: timeline } = await call(asha, 'GET', `/complaints/${id}/timeline`);
    const lines = timeline.items.map((line: { id: string }) => line.id);
    expect(body.items.map(({ data }: { data: { id: string } }) => data.id)).toEqual(lines);
    expect((await call(agent, 'GET', `/streams/complaint:${id}`)).status).toBe(200);
    expect((await call(bala, 'GET', `/streams/complaint:${id}`)).status).toBe(404);
  });

  it('gets nothing of what was refused', async () => {
    const { id } = await filed(asha);
    const before = await entriesOf(id);
    await setStatus(id, 'closed');
    await reopen(asha, id);
    expect(await entriesOf(id)).toEqual(before);
  });
});
