// What spares the desk work: views, canned answers, macros, many complaints at once, mentions, the live queue.
import { Job } from '#libs/jobs';
import { dayMs } from '#libs/time';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { BulkOutcome } from '../../src/complaints/desk/bulk/bulk-outcome.entity.js';
import { Complaint, ComplaintEvent } from '../../src/complaints/complaint.entity.js';
import { ComplaintUpdate } from '../../src/complaints/updates/complaint-update.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { deskIn, type Caller } from '../support/complaints-desk.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { directRun, runJob } from '../support/job-run.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let agent: StaffSignedIn;
let lead: StaffSignedIn;
let viewer: StaffSignedIn;
let finance: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [agent, lead] = [
    await given.staffSignedIn({ role: 'ops_agent', name: 'Meera Iyer' }),
    await given.staffSignedIn({ role: 'ops_lead' }),
  ];
  [viewer, finance] = [
    await given.staffSignedIn({ role: 'viewer' }),
    await given.staffSignedIn({ role: 'finance' }),
  ];
});
beforeEach(async () => {
  asha = await given.signedIn();
});
afterEach(() => test.clock.set(standardNow));
afterAll(() => test.close());

const { call, filed, idsOf } = deskIn(() => test);
let count = 0;
const named = (what: string) => `${what} ${++count}`;

describe('views', () => {
  const mine = () => ({
    name: named('Asha’s'),
    query: { customerId: asha.customer.id, unsolved: 'true', sort: 'createdAt' },
  });
  const keep = (by: Caller, body: object) => call(by, 'POST', '/ops/complaint-views', body);

  it('are kept, counted and read in their own order', async () => {
    const [one, two] = [await filed(asha), await filed(asha)];
    const { status, body: view } = await keep(viewer, mine());
    expect([status, view.ownerId, view.isShared]).toEqual([201, viewer.staff.id, false]);
    const path = `/ops/complaint-views/${view.id}`;
    expect(await idsOf(viewer, `${path}/complaints`)).toEqual([one.id, two.id]);
    expect(await idsOf(viewer, `${path}/complaints?sort=-createdAt`)).toEqual([two.id, one.id]);
    const first = (await call(viewer, 'GET', `${path}/complaints?limit=1`)).body;
    expect(await idsOf(viewer, `${path}/complaints?cursor=${first.nextCursor}`)).toEqual([two.id]);
    const counts = (await call(viewer, 'GET', '/ops/complaint-views/counts')).body.items;
    expect(counts).toContainEqual({ id: view.id, count: 2, isMore: false });
    // Somebody else's is not there.
    expect((await call(agent, 'GET', `${path}/complaints`)).status).toBe(404);
    expect((await call(agent, 'PUT', path, mine())).status).toBe(404);
    expect((await call(agent, 'DELETE', path)).status).toBe(404);
    expect((await call(asha, 'GET', '/ops/complaint-views')).status).toBe(403);
    const match = { 'if-match': '"1"' };
    expect((await call(viewer, 'PUT', path, { ...mine(), query: { status: 'closed' } }, match)).status).toBe(
      200,
    );
    expect((await call(viewer, 'PUT', path, mine(), match)).status).toBe(412);
    expect(await idsOf(viewer, `${path}/complaints?limit=1`)).not.toContain(one.id);
    expect((await call(viewer, 'DELETE', path)).status).toBe(204);
  });

  it('are shared by leads, and by nobody else', async () => {
    const shared = { ...mine(), isShared: true };
    expect((await keep(agent, shared)).status).toBe(403);
    const { body: view } = await keep(lead, shared);
    const path = `/ops/complaint-views/${view.id}`;
    expect((await idsOf(agent, '/ops/complaint-views')).includes(view.id)).toBe(true);
    expect((await call(agent, 'PUT', path, mine())).status).toBe(403);
    expect((await call(agent, 'DELETE', path)).status).toBe(403);
    expect((await keep(lead, { ...shared, isShared: false })).body.code).toBe('COMPLAINT_VIEW_NAME_TAKEN');
  });

  it.each([
    { status: 'lost' },
    { nothing: 'x' },
    { sort: 'subject' },
    { q: '!' },
    { limit: '3' },
    { status: 7 },
  ])('are refused with a question that the list does not take: %j', async (query) => {
    expect((await keep(agent, { name: named('View'), query })).body.code).toBe('VALIDATION_FAILED');
  });

  it('are thirty of one person at most', async () => {
    const { headers } = await given.staffSignedIn();
    const answers = [];
    for (let number = 0; number < 31; number++) answers.push(await keep({ headers }, mine()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(30);
    expect(answers.at(-1)!.body.code).toBe('TOO_MANY_COMPLAINT_VIEWS');
  });
});

const answerText = {
  textEn: 'Hello {firstName}, {reference} is solved by {dueAt, date, day}. {staffName}',
  textHi: 'नमस्ते {firstName}, {reference} {dueAt, date, day} तक हल होगी। {staffName}',
};
const canned = async (more: object = {}) =>
  (await call(lead, 'POST', '/ops/canned-answers', { name: named('Answer'), ...answerText, ...more })).body;
const macro = async (actions: object[], more: object = {}) =>
  (await call(lead, 'POST', '/ops/complaint-macros', { name: named('Macro'), actions, ...more })).body;
const bodiesOf = async (id: string) =>
  (await call(asha, 'GET', `/complaints/${id}/updates`)).body.items.map(({ body }: any) => body);

describe('canned answers', () => {
  it.each([
    ['{customer}', 'none of'],
    ['{constructor}', 'none of'],
    ['{dueAt}', 'is a time'],
    ['{reference, date, day}', 'takes no format'],
    ['{dueAt, date, long}', 'cannot be read'],
    ['{firstName', 'cannot be read'],
    ['{firstName, select, a {x} other {{secret}}}', 'takes no format'],
  ])('may name what is on the list, in its form: not %s', async (textEn, why) => {
    const answer = await call(lead, 'POST', '/ops/canned-answers', {
      name: named('A'),
      ...answerText,
      textEn,
    });
    expect(answer.body.issues).toMatchObject([{ path: 'textEn', message: expect.stringContaining(why) }]);
  });

  it('are kept by leads', async () => {
    const { id } = await canned();
    const body = { name: named('Answer'), ...answerText };
    for (const by of [agent, viewer, asha])
      expect((await call(by, 'POST', '/ops/canned-answers', body)).status).toBe(403);
    const put = () => call(lead, 'PUT', `/ops/canned-answers/${id}`, body, { 'if-match': '"1"' });
    expect([(await put()).status, (await put()).status]).toEqual([200, 412]);
    expect((await call(lead, 'POST', '/ops/canned-answers', body)).body.code).toBe(
      'CANNED_ANSWER_NAME_TAKEN',
    );
  });
});

describe('macros', () => {
  const preview = (macroId: string, complaintId: string) =>
    call(agent, 'POST', `/ops/complaint-macros/${macroId}/preview`, { complaintId });
  const apply = (id: string, body: object, more: object = {}) =>
    call(agent, 'POST', `/ops/complaints/${id}/macro`, body, more);
  const rowsOf = async (id: string) => {
    const em = test.orm.em.fork();
    const { status, version, severity } = await em.findOneOrFail(Complaint, { id });
    const lines = await em.count(ComplaintEvent, { complaint: id });
    const updates = await em.count(ComplaintUpdate, { complaint: id });
    const audited = await em.count(AuditEntry, { objectId: id, action: { $ne: 'complaint.viewed' } });
    return { status, version, severity, lines, updates, audited };
  };

  it('show what they would do, write nothing, and then do exactly that in one step', async () => {
    const { id, reference } = await filed(asha, { language: 'hi' });
    const { id: cannedAnswerId } = await canned();
    const actions = [
      { do: 'reclassify', severity: 'critical' },
      { do: 'answer', cannedAnswerId },
      { do: 'update', body: 'Ring him.', visibility: 'internal' },
      { do: 'escalate', reason: '' },
      { do: 'set_status', status: 'waiting_for_provider', reason: '' },
    ];
    const { id: macroId, version } = await macro(actions);
    const before = await rowsOf(id);
    const shown = await preview(macroId, id);
    expect(shown).toMatchObject({ status: 200, body: { macroVersion: version } });
    expect(await rowsOf(id)).toEqual(before);
    expect(shown.body.complaint).toMatchObject({
      severity: 'critical',
      escalationLevel: 1,
      status: 'waiting_for_provider',
    });
    expect(shown.body.done[1].said.body).toContain(reference);
    expect(shown.body.done[1].said.body).toMatch(/^नमस्ते .*Meera Iyer$/);
    const key = { 'if-match': `"${before.version}"`, 'idempotency-key': `macro-${id}` };
    const applied = await apply(id, { macroId, macroVersion: version }, key);
    expect(applied.body.done).toEqual(shown.body.done);
    expect(applied.body.complaint).toMatchObject({
      dueAt: shown.body.complaint.dueAt,
      status: 'waiting_for_provider',
    });
    await apply(id, { macroId, macroVersion: version }, key);
    expect(await bodiesOf(id)).toEqual([shown.body.done[1].said.body]);
    expect((await apply(id, { macroId }, { 'if-match': key['if-match'] })).status).toBe(412);
    for (const by of [viewer, asha])
      expect((await call(by, 'POST', `/ops/complaints/${id}/macro`, { macroId })).status).toBe(403);
  });

  it('are done in all of their steps or in none', async () => {
    const { id } = await filed(asha);
    const { id: cannedAnswerId } = await canned({ textEn: 'Your visit {bookingReference}.' });
    const { id: macroId } = await macro([
      { do: 'update', body: 'First.', visibility: 'public' },
      { do: 'answer', cannedAnswerId },
    ]);
    const before = await rowsOf(id);
    for (const answer of [await preview(macroId, id), await apply(id, { macroId })])
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'CANNED_ANSWER_VALUE_MISSING', missing: ['bookingReference'] },
      });
    expect(await rowsOf(id)).toEqual(before);
    const illegal = await macro([
      { do: 'set_status', status: 'resolved' },
      { do: 'set_status', status: 'waiting_for_parts' },
    ]);
    const refused = await apply(id, { macroId: illegal.id });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'COMPLAINT_TRANSITION_ILLEGAL', from: 'resolved', allowed: ['closed', 'in_progress'] },
    });
    expect(await rowsOf(id)).toEqual(before);
  });

  it('are kept in versions, and only the one that was previewed is applied', async () => {
    const { id } = await filed(asha);
    const made = await macro([{ do: 'escalate' }]);
    const body = { name: made.name, actions: [{ do: 'set_status', status: 'in_progress' }] };
    const path = `/ops/complaint-macros/${made.id}`;
    const put = () => call(lead, 'PUT', path, body, { 'if-match': '"1"' });
    expect([(await put()).status, (await put()).status]).toEqual([200, 412]);
    expect((await call(agent, 'PUT', path, body)).status).toBe(403);
    const { items } = (await call(agent, 'GET', `${path}/versions`)).body;
    expect(items.map(({ number, actions }: any) => [number, actions[0].do])).toEqual([
      [2, 'set_status'],
      [1, 'escalate'],
    ]);
    const stale = await apply(id, { macroId: made.id, macroVersion: 1 });
    expect(stale).toMatchObject({ status: 409, body: { code: 'COMPLAINT_MACRO_CHANGED', version: 2 } });
    await call(lead, 'PUT', path, { ...body, isActive: false });
    expect((await apply(id, { macroId: made.id })).body.code).toBe('COMPLAINT_MACRO_INACTIVE');
    const nothing = await macro([{ do: 'answer', cannedAnswerId: id }]);
    expect(nothing.code).toBe('COMPLAINT_MACRO_UNFIT');
    expect((await macro([])).code).toBe('VALIDATION_FAILED');
    expect((await macro([{ do: 'merge' }])).code).toBe('VALIDATION_FAILED');
  });
});

describe('macros that assign', () => {
  const macroOn = (by: Caller, macroId: string, id: string) =>
    call(by, 'POST', `/ops/complaints/${id}/macro`, { macroId });
  const assigneeOf = async (id: string) =>
    (await test.orm.em.fork().findOneOrFail(Complaint, { id })).assigneeId;

  it('show whom it would go to, and give it to them with what else they do, or not at all', async () => {
    const { id } = await filed(asha);
    const to = { assigneeId: agent.staff.id };
    const { id: macroId } = await macro([
      { do: 'update', body: 'For Meera.' },
      { do: 'assign', to },
    ]);
    const preview = (by: Caller) =>
      call(by, 'POST', `/ops/complaint-macros/${macroId}/preview`, { complaintId: id });
    const shown = await preview(lead);
    expect([shown.body.complaint.assigneeId, shown.body.done[1]]).toEqual([
      agent.staff.id,
      { do: 'assign', isNews: true, said: null },
    ]);
    expect(await assigneeOf(id)).toBeNull();
    // A colleague who gives nothing out is shown the refusal, and nothing of it is done for them.
    const colleague = await given.staffSignedIn({ role: 'ops_agent' });
    for (const answer of [await preview(colleague), await macroOn(colleague, macroId, id)])
      expect(answer).toMatchObject({ status: 403, body: { requires: 'complaints.assign' } });
    expect(await test.orm.em.fork().count(ComplaintUpdate, { complaint: id })).toBe(0);
    expect((await macroOn(lead, macroId, id)).body.done).toEqual(shown.body.done);
    expect(await assigneeOf(id)).toBe(agent.staff.id);
    expect((await macroOn(lead, macroId, id)).body.done[1].isNews).toBe(false);
    const back = await macro([{ do: 'assign', to: { assigneeId: null } }]);
    await macroOn(lead, back.id, id);
    expect(await assigneeOf(id)).toBeNull();
  });

  it('find whoever is free by a strategy, and are refused whole where nobody is', async () => {
    const { id } = await filed(asha);
    const { id: macroId } = await macro([
      { do: 'escalate' },
      { do: 'assign', to: { strategy: 'least_loaded' } },
    ]);
    expect((await macroOn(lead, macroId, id)).body.code).toBe('NOBODY_FREE');
    expect(await test.orm.em.fork().findOneOrFail(Complaint, { id })).toMatchObject({ escalationLevel: 0 });
    const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 }));
    const profile = { skills: [], languages: ['en', 'hi'], capacity: 40, week };
    await call(lead, 'PUT', `/ops/desk/profiles/${lead.staff.id}`, profile);
    expect((await macroOn(lead, macroId, id)).status).toBe(200);
    expect(await assigneeOf(id)).toBe(lead.staff.id);
  });

  it.each([
    [{ to: { assigneeId: '019d45d6-6ddb-7692-9f4f-68a7e873909f' } }, 'COMPLAINT_MACRO_UNFIT'],
    [{ to: {} }, 'VALIDATION_FAILED'],
    [{ to: { strategy: 'dice' } }, 'VALIDATION_FAILED'],
    [{ to: { strategy: 'round_robin', assigneeId: null } }, 'VALIDATION_FAILED'],
  ])('name somebody who is there, or one strategy: not %j', async (step, code) => {
    expect((await macro([{ do: 'assign', ...step }])).code).toBe(code);
  });
});

describe('many at once', () => {
  const bulk = (by: Caller, body: object, more: object = {}) =>
    call(by, 'POST', '/ops/complaints/bulk', body, more);
  const actorOf = (staff: StaffSignedIn) =>
    ({ kind: 'staff', id: staff.staff.id, permissions: new Set(['complaints.update']) }) as never;

  it('are each changed or refused by itself, once, however often the job is begun', async () => {
    const [open, solved, other] = [await filed(asha), await filed(asha), await filed(asha)];
    await call(asha, 'POST', `/complaints/${solved.id}/withdraw`);
    const nobody = asha.customer.id;
    const ids = [open.id, solved.id, other.id, nobody];
    const action = { do: 'update', body: 'We are at it.', visibility: 'public' };
    const key = { 'idempotency-key': `bulk-${open.id}` };
    const [started, again] = [
      await bulk(agent, { ids, action }, key),
      await bulk(agent, { ids, action }, key),
    ];
    expect([started.status, started.body.count, again.body]).toEqual([202, 4, started.body]);
    const { input } = await test.orm.em.fork().findOneOrFail(Job, { id: started.body.jobId });
    const run = () => directRun(test.orm.em, { id: started.body.jobId });
    // The process dies before the end of the job: it is begun again, by two.
    const lost = run();
    lost.finish = async () => undefined;
    await runJob(test, 'complaints.change_in_bulk', input, actorOf(agent), lost);
    const results = await Promise.all(
      [1, 2].map(() => runJob(test, 'complaints.change_in_bulk', input, actorOf(agent), run())),
    );
    expect(results[0]).toMatchObject({
      done: 2,
      refused: [
        { id: solved.id, code: 'COMPLAINT_ENDED' },
        { id: nobody, code: 'COMPLAINT_NOT_FOUND' },
      ],
    });
    expect([await bodiesOf(open.id), await bodiesOf(other.id)]).toEqual([
      ['We are at it.'],
      ['We are at it.'],
    ]);
    // What was done stays known as long as somebody may still be at it, and no longer.
    const job = started.body.jobId;
    const kept = () => test.orm.em.fork().count(BulkOutcome, { job });
    expect(await kept()).toBe(2);
    test.clock.advance(dayMs + 1);
    await runJob(test, 'complaints.change_in_bulk', { ids: [nobody], action }, actorOf(agent));
    expect(await kept()).toBe(0);
  });

  it('are given to somebody by whoever may give them, and by nobody else', async () => {
    const [one, two] = [await filed(asha), await filed(asha)];
    const action = { do: 'assign', to: { assigneeId: agent.staff.id } };
    const input = { ids: [one.id, two.id], action };
    await call(lead, 'POST', `/ops/complaints/${two.id}/assign`, { assigneeId: lead.staff.id });
    const byAgent = await runJob(test, 'complaints.change_in_bulk', input, actorOf(agent));
    expect(byAgent).toMatchObject({ done: 1, refused: [{ id: two.id, code: 'FORBIDDEN' }] });
    const permissions = new Set(['complaints.update', 'complaints.assign']);
    const byLead = { kind: 'staff', id: lead.staff.id, permissions } as never;
    expect(await runJob(test, 'complaints.change_in_bulk', input, byLead)).toEqual({ done: 2, refused: [] });
    expect(await idsOf(agent, `/ops/complaints?assignee=me&customerId=${asha.customer.id}`)).toEqual([
      two.id,
      one.id,
    ]);
  });

  it('are those that a view finds', async () => {
    const [one, two] = [await filed(asha), await filed(asha)];
    const query = { customerId: asha.customer.id, status: 'open' };
    const { id: viewId } = (await call(agent, 'POST', '/ops/complaint-views', { name: named('Open'), query }))
      .body;
    const { id: macroId } = await macro([{ do: 'set_status', status: 'in_progress' }]);
    const { body } = await bulk(agent, { viewId, action: { do: 'macro', macroId } });
    expect(body.count).toBe(2);
    const { input } = await test.orm.em.fork().findOneOrFail(Job, { id: body.jobId });
    expect(await runJob(test, 'complaints.change_in_bulk', input, actorOf(agent))).toEqual({
      done: 2,
      refused: [],
    });
    expect(await idsOf(agent, `/ops/complaint-views/${viewId}/complaints`)).toEqual([]);
    const none = await bulk(agent, { viewId, action: { do: 'escalate' } });
    expect(none).toMatchObject({ status: 422, body: { code: 'NO_COMPLAINTS_IN_VIEW' } });
    expect((await bulk(lead, { viewId, action: { do: 'escalate' } })).status).toBe(404);
    const action = { do: 'escalate' };
    for (const bad of [
      { action },
      { ids: [], action },
      { ids: [one.id], viewId, action },
      {
        ids: Array(101)
          .fill(two.id)
          .map((_, n) => two.id.slice(0, -3) + String(100 + n)),
        action,
      },
    ])
      expect((await bulk(agent, bad)).status).toBe(400);
    for (const by of [viewer, asha]) expect((await bulk(by, { ids: [one.id], action })).status).toBe(403);
  });
});

describe('mentions', () => {
  it('tell each colleague once, and only those who may read complaints', async () => {
    const { id } = await filed(asha);
    const left = await given.staff({ status: 'suspended' });
    const say = (mentions: string[], more: object = {}) =>
      call(agent, 'POST', `/complaints/${id}/updates`, {
        body: 'Look.',
        visibility: 'internal',
        mentions,
        ...more,
      });
    const { staff } = lead;
    expect((await say([staff.id, staff.id])).body.mentions).toEqual([staff.id]);
    for (const wrong of [[left.id], [asha.customer.id], [staff.id, left.id]])
      expect((await say(wrong)).body.code).toBe('CANNOT_BE_MENTIONED');
    expect((await say([staff.id], { visibility: 'public' })).body.code).toBe('CANNOT_BE_MENTIONED');
    const his = await call(asha, 'POST', `/complaints/${id}/updates`, { body: 'Hm', mentions: [staff.id] });
    expect(his.body.code).toBe('CANNOT_BE_MENTIONED');
    await settle(test);
    await settle(test);
    const told = { kind: 'complaint.mentioned', personId: staff.id, data: { complaintId: id } };
    expect(await test.orm.em.fork().count(Notification, told)).toBe(1);
    expect(await test.orm.em.fork().count(Notification, { ...told, personId: left.id })).toBe(0);
  });
});

describe('the live queue', () => {
  const follow = (by: Caller, after: number) =>
    call(by, 'GET', `/streams/complaints?after=${after}&limit=100`);

  it('tells staff of what came and changed, without words, and nobody else', async () => {
    await settle(test);
    const { last } = (await follow(agent, 0)).body;
    const { id, reference } = await filed(asha, { description: 'Secret words.' });
    await call(agent, 'PUT', `/ops/complaints/${id}/status`, { status: 'in_progress' });
    await call(agent, 'PATCH', `/ops/complaints/${id}`, { severity: 'high' });
    await call(agent, 'POST', `/ops/complaints/${id}/assign`, { assigneeId: agent.staff.id });
    await settle(test);
    const { items } = (await follow(viewer, last)).body;
    expect(items.map(({ type, data }: any) => [type, data.because, data.id, data.reference])).toEqual([
      ['complaint.filed', 'complaint.filed', id, reference],
      ['complaint.changed', 'complaint.status_changed', id, reference],
      ['complaint.changed', 'complaint.reclassified', id, reference],
      ['complaint.changed', 'complaint.assigned', id, reference],
    ]);
    expect(items.at(-1).data.assigneeId).toBe(agent.staff.id);
    expect(JSON.stringify(items)).not.toMatch(/Secret|customer/i);
    expect((await follow(asha, 0)).status).toBe(403);
    expect(finance.staff.role).toBe('finance');
  });
});

it('serves the one table of legal moves', async () => {
  const { body } = await call(viewer, 'GET', '/ops/complaints/transitions');
  expect(body.items).toContainEqual({ from: 'resolved', to: ['closed', 'in_progress'], isUnsolved: false });
  expect(body.items).toHaveLength(9);
  expect((await call(asha, 'GET', '/ops/complaints/transitions')).status).toBe(403);
});
