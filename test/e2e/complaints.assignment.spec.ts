// Who works on a complaint, over the API and by itself: strategies, duty, capacity, leave, and another person for a review.
import { OutboxEvent } from '#libs/events';
import { dayMs, hourMs } from '#libs/time';
import { Complaint, ComplaintEvent } from '../../src/complaints/complaint.entity.js';
import { AssignmentPolicy } from '../../src/complaints/assignment/assignment-policy.entity.js';
import { DeskProfile } from '../../src/complaints/assignment/desk-profile.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { emptyDesk } from '../support/complaints-desk.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let lead: StaffSignedIn;
let admin: StaffSignedIn;
let meera: StaffSignedIn;
let ravi: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [lead, admin] = [
    await given.staffSignedIn({ role: 'ops_lead' }),
    await given.staffSignedIn({ role: 'admin' }),
  ];
});
beforeEach(async () => {
  const em = test.orm.em.fork();
  await emptyDesk(test);
  await em.nativeDelete(DeskProfile, {});
  await em.nativeUpdate(AssignmentPolicy, {}, { strategy: 'least_loaded' });
  asha = await given.signedIn();
  [meera, ravi] = [await given.staffSignedIn(), await given.staffSignedIn()];
});
afterEach(() => test.clock.set(standardNow));
afterAll(() => test.close());

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
async function call(
  by: { headers: object },
  method: Method,
  path: string,
  payload?: object,
  more: object = {},
) {
  const headers = { ...by.headers, ...more };
  const answer = await test.http({ method, url: `/api/v1${path}`, headers, payload });
  return { status: answer.statusCode, body: answer.body ? answer.json() : null, headers: answer.headers };
}

async function filed(more: object = {}): Promise<string> {
  const told = { category: 'quality', subject: 'The tap', description: 'It drips.', ...more };
  return (await call(asha, 'POST', '/complaints', told)).body.id;
}

const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 }));
async function atDesk({ staff }: StaffSignedIn, more: object = {}) {
  const profile = { skills: [], languages: ['en', 'hi'], capacity: 40, week: always, ...more };
  const answer = await call(lead, 'PUT', `/ops/desk/profiles/${staff.id}`, profile);
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
  return answer;
}

const assign = (by: StaffSignedIn, id: string, input: object, more: object = {}) =>
  call(by, 'POST', `/ops/complaints/${id}/assign`, input, more);
const assigneeOf = async (id: string) =>
  (await test.orm.em.fork().findOneOrFail(Complaint, { id })).assigneeId;
const movesOf = async (id: string) => {
  const where = { complaint: id, kind: 'assigned' as const };
  const lines = await test.orm.em.fork().find(ComplaintEvent, where, { orderBy: { id: 'asc' } });
  return lines.map(({ facts }) => facts as { from: string | null; to: string | null; because: string });
};
const leave = (of: StaffSignedIn, startsIn: number, endsIn: number, more: object = {}) =>
  call(lead, 'POST', `/ops/desk/profiles/${of.staff.id}/exceptions`, {
    kind: 'leave',
    startsAt: new Date(standardNow.getTime() + startsIn).toISOString(),
    endsAt: new Date(standardNow.getTime() + endsIn).toISOString(),
    ...more,
  });

describe('by hand', () => {
  it('a lead gives it to somebody, who is told once, and back into the line', async () => {
    const id = await filed();
    expect((await assign(lead, id, { assigneeId: meera.staff.id })).status).toBe(200);
    expect((await assign(lead, id, { assigneeId: meera.staff.id })).status).toBe(200);
    expect(await assigneeOf(id)).toBe(meera.staff.id);
    await settle(test);
    const told = { personId: meera.staff.id, kind: 'complaint.assigned' };
    expect(await test.orm.em.fork().count(Notification, told)).toBe(1);
    await assign(lead, id, { assigneeId: null });
    expect((await movesOf(id)).map(({ from, to, because }) => [from, to, because])).toEqual([
      [null, meera.staff.id, 'by_hand'],
      [meera.staff.id, null, 'by_hand'],
    ]);
    const events = await test.orm.em
      .fork()
      .count(OutboxEvent, { aggregateId: id, type: 'complaint.assigned' });
    expect(events).toBe(2);
  });

  it('somebody takes what nobody has and puts back their own, and no more than that', async () => {
    const id = await filed();
    expect((await assign(meera, id, { assigneeId: ravi.staff.id })).status).toBe(403);
    expect((await assign(meera, id, { strategy: 'least_loaded' })).status).toBe(403);
    expect((await assign(meera, id, { assigneeId: meera.staff.id })).status).toBe(200);
    expect((await assign(ravi, id, { assigneeId: ravi.staff.id })).status).toBe(403);
    expect((await assign(ravi, id, { assigneeId: null })).status).toBe(403);
    expect((await assign(meera, id, { assigneeId: null })).status).toBe(200);
    await settle(test);
    expect(await test.orm.em.fork().count(Notification, { personId: meera.staff.id })).toBe(0);
  });

  it('nobody gets what they may not work on', async () => {
    const id = await filed();
    const viewer = await given.staffSignedIn({ role: 'viewer' });
    const gone = await given.staff({ status: 'suspended' });
    expect(await assign(lead, id, { assigneeId: viewer.staff.id })).toMatchObject({
      status: 409,
      body: { code: 'ASSIGNEE_UNSUITABLE', refusals: ['not_permitted'] },
    });
    expect((await assign(lead, id, { assigneeId: gone.id })).body.refusals).toEqual(['not_active']);
    expect((await assign(lead, id, { assigneeId: asha.customer.id })).status).toBe(404);
    expect((await assign(viewer, id, { assigneeId: viewer.staff.id })).status).toBe(403);
    expect((await call(asha, 'POST', `/ops/complaints/${id}/assign`, { assigneeId: null })).status).toBe(403);
    expect((await assign(lead, id, { assigneeId: 'me', strategy: 'by_luck' })).status).toBe(400);
    expect([await assigneeOf(id), await movesOf(id)]).toEqual([null, []]);
  });

  it('of two at once the second sees the first, and a stale version changes nothing', async () => {
    const id = await filed();
    const { headers } = await call(lead, 'GET', `/complaints/${id}`);
    const match = { 'if-match': headers.etag };
    const both = await Promise.all(
      [meera, ravi].map(({ staff }) => assign(lead, id, { assigneeId: staff.id }, match)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    await Promise.all([meera, ravi].map(({ staff }) => assign(lead, id, { assigneeId: staff.id })));
    const moves = await movesOf(id);
    let holder: string | null = null;
    for (const { from, to } of moves) {
      expect(from).toBe(holder);
      holder = to;
    }
    expect(await assigneeOf(id)).toBe(holder);
  });

  it('nothing that is solved is given to anybody', async () => {
    const id = await filed();
    await call(asha, 'POST', `/complaints/${id}/resolve`);
    expect((await assign(lead, id, { assigneeId: meera.staff.id })).body.code).toBe('COMPLAINT_ENDED');
  });
});

describe('by itself', () => {
  it('a new one goes to whoever has most room, and explains itself', async () => {
    await atDesk(meera, { capacity: 8 });
    await atDesk(ravi);
    const ids = [await filed(), await filed(), await filed()];
    await settle(test);
    expect(await Promise.all(ids.map(assigneeOf))).toEqual([meera, ravi, ravi].map(({ staff }) => staff.id));
    const { body } = await call(lead, 'GET', `/ops/complaints/${ids[0]}/assignees`);
    expect(body).toMatchObject({ strategy: 'least_loaded', weight: 4 });
    expect(body.items.map(({ staffId, load }: { staffId: string; load: number }) => [staffId, load])).toEqual(
      [
        [ravi.staff.id, 8],
        [meera.staff.id, 4],
      ],
    );
    expect((await call(meera, 'GET', `/ops/complaints/${ids[0]}/assignees`)).status).toBe(403);
  });

  it('goes by trade, language and duty; with nobody free it stays in the line until somebody is', async () => {
    await atDesk(meera, { skills: ['billing'], languages: ['en'] });
    await atDesk(ravi, { week: [] });
    const [billing, hindi, other] = [
      await filed({ category: 'billing', language: 'en' }),
      await filed({ category: 'billing', language: 'hi' }),
      await filed(),
    ];
    await settle(test);
    expect(await Promise.all([billing, hindi, other].map(assigneeOf))).toEqual([meera.staff.id, null, null]);
    expect((await assign(lead, other, { strategy: 'by_skill' })).body.code).toBe('NOBODY_FREE');
    expect(await runJob(test, 'complaints.assign_waiting')).toEqual({ assigned: 0, leaves: 0 });
    await atDesk(ravi);
    expect(await runJob(test, 'complaints.assign_waiting')).toEqual({ assigned: 2, leaves: 0 });
    expect(await Promise.all([hindi, other].map(assigneeOf))).toEqual([ravi.staff.id, ravi.staff.id]);
  });

  it('happens to nobody who pauses, and not at all when it is switched off', async () => {
    await atDesk(meera);
    expect((await call(meera, 'PUT', '/ops/desk/profile/pause', { isPaused: true })).body.duty).toBe(
      'paused',
    );
    const id = await filed();
    await settle(test);
    expect(await assigneeOf(id)).toBeNull();
    await call(meera, 'PUT', '/ops/desk/profile/pause', { isPaused: false });
    expect((await call(meera, 'PUT', '/ops/desk/assignment', { strategy: 'off' })).status).toBe(403);
    expect((await call(lead, 'PUT', '/ops/desk/assignment', { strategy: 'off' })).status).toBe(200);
    expect(await runJob(test, 'complaints.assign_waiting')).toEqual({ assigned: 0, leaves: 0 });
    expect(await assigneeOf(id)).toBeNull();
    expect((await assign(lead, id, { strategy: 'round_robin' })).status).toBe(200);
    expect(await assigneeOf(id)).toBe(meera.staff.id);
  });

  it('exceeds no capacity and gives nothing twice, however many do it at once', async () => {
    await atDesk(meera, { capacity: 8 });
    await atDesk(ravi, { capacity: 12 });
    const ids = await Promise.all(Array.from({ length: 8 }, () => filed()));
    await Promise.all([1, 2, 3, 4].map(() => runJob(test, 'complaints.assign_waiting')));
    const holders = await Promise.all(ids.map(assigneeOf));
    expect(holders.filter((id) => id === meera.staff.id)).toHaveLength(2);
    expect(holders.filter((id) => id === ravi.staff.id)).toHaveLength(3);
    const moves = await Promise.all(ids.map(movesOf));
    expect(moves.flat()).toHaveLength(5);
  });
});

describe('another person', () => {
  it('takes over what somebody on leave has, once', async () => {
    await atDesk(meera);
    const ids = [await filed(), await filed()];
    await settle(test);
    await atDesk(ravi);
    expect((await leave(meera, hourMs, dayMs)).status).toBe(201);
    expect((await leave(meera, 2 * hourMs, 3 * hourMs)).body.code).toBe('DUTY_OVERLAPS');
    expect(await runJob(test, 'complaints.assign_waiting')).toEqual({ assigned: 0, leaves: 0 });
    test.clock.advance(hourMs);
    await Promise.all([1, 2].map(() => runJob(test, 'complaints.assign_waiting')));
    expect(await runJob(test, 'complaints.assign_waiting')).toEqual({ assigned: 0, leaves: 0 });
    for (const id of ids) {
      expect(await assigneeOf(id)).toBe(ravi.staff.id);
      expect((await movesOf(id)).map(({ because }) => because)).toEqual(['automatic', 'away']);
    }
    await assign(lead, ids[0]!, { assigneeId: meera.staff.id });
    await runJob(test, 'complaints.assign_waiting');
    expect(await assigneeOf(ids[0]!)).toBe(meera.staff.id);
  });

  it('takes over what somebody has who was suspended; with nobody free it goes back into the line', async () => {
    await atDesk(meera);
    const id = await filed();
    await settle(test);
    expect(await assigneeOf(id)).toBe(meera.staff.id);
    expect((await call(admin, 'POST', `/ops/users/${meera.staff.id}/suspend`)).status).toBe(200);
    await settle(test);
    expect(await assigneeOf(id)).toBeNull();
    await atDesk(ravi);
    await runJob(test, 'complaints.assign_waiting');
    expect(await assigneeOf(id)).toBe(ravi.staff.id);
  });

  it('than before decides about what was escalated, and a lead', async () => {
    await atDesk(meera);
    await atDesk(ravi);
    const id = await filed();
    await settle(test);
    const before = await assigneeOf(id);
    test.clock.advance(hourMs);
    await call(asha, 'POST', `/complaints/${id}/escalate`);
    await settle(test);
    // No lead is at the desk: whoever has it keeps it.
    expect(await assigneeOf(id)).toBe(before);
    await atDesk(lead);
    await call(asha, 'POST', `/complaints/${id}/resolve`);
    await call(asha, 'POST', `/complaints/${id}/reopen`);
    await settle(test);
    expect(await assigneeOf(id)).toBe(lead.staff.id);
    expect((await movesOf(id)).at(-1)).toMatchObject({ from: before, because: 'escalated' });
    expect((await assign(lead, id, { assigneeId: before })).body.refusals).toEqual(['held_before']);
  });
});

describe('desk profiles', () => {
  it('are set by leads, by version, and seen by those whom they are about', async () => {
    const { headers, body } = await atDesk(meera);
    expect(body).toMatchObject({ id: meera.staff.id, duty: 'on_duty', load: 0, isPaused: false });
    const path = `/ops/desk/profiles/${meera.staff.id}`;
    const profile = { skills: ['app'], languages: ['en'], capacity: 5, week: [] };
    expect((await call(lead, 'PUT', path, profile, { 'if-match': headers.etag })).body).toMatchObject(
      profile,
    );
    expect((await call(lead, 'PUT', path, profile, { 'if-match': headers.etag })).status).toBe(412);
    expect((await call(meera, 'GET', '/ops/desk/profile')).body).toMatchObject(profile);
    expect((await call(ravi, 'GET', '/ops/desk/profile')).body.code).toBe('DESK_PROFILE_NOT_FOUND');
    expect((await call(ravi, 'GET', path)).status).toBe(403);
    expect((await call(ravi, 'PUT', path, profile)).status).toBe(403);
    expect((await call(asha, 'GET', '/ops/desk/profiles')).status).toBe(403);
    expect((await call(lead, 'GET', '/ops/desk/profiles')).body.items).toHaveLength(1);
    expect((await call(lead, 'DELETE', path)).status).toBe(204);
    expect((await call(lead, 'GET', path)).status).toBe(404);
  });

  it('have hours that are some, and do not overlap', async () => {
    const path = `/ops/desk/profiles/${meera.staff.id}`;
    const hours = (fromMinute: number, toMinute: number) => ({ weekday: 1, fromMinute, toMinute });
    for (const week of [
      [hours(60, 60)],
      [hours(1200, 120)],
      [hours(0, 100), hours(99, 200)],
      [hours(0, 1441)],
    ]) {
      const profile = { skills: [], languages: ['en'], capacity: 5, week };
      expect((await call(lead, 'PUT', path, profile)).status).toBe(400);
    }
    expect((await call(lead, 'GET', path)).status).toBe(404);
  });

  it('keep leave and extra hours that can be taken back', async () => {
    await atDesk(meera, { week: [] });
    const { body } = await leave(meera, -hourMs, hourMs, { kind: 'extra' });
    expect((await call(meera, 'GET', '/ops/desk/profile')).body.duty).toBe('on_duty');
    expect((await call(ravi, 'DELETE', `/ops/desk/exceptions/${body.id}`)).status).toBe(403);
    expect((await call(lead, 'DELETE', `/ops/desk/exceptions/${body.id}`)).status).toBe(204);
    expect((await call(meera, 'GET', '/ops/desk/profile')).body.duty).toBe('off_duty');
    expect((await leave(meera, hourMs, hourMs)).status).toBe(400);
  });
});
