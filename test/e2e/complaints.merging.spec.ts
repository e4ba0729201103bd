// Complaints at the desk that become one, and one that becomes two.
import { dayMs } from '#libs/time';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { deskIn, type Caller } from '../support/complaints-desk.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let agent: StaffSignedIn;
let viewer: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  agent = await given.staffSignedIn({ role: 'ops_agent' });
  viewer = await given.staffSignedIn({ role: 'viewer' });
});
beforeEach(async () => {
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
});
afterEach(() => test.clock.set(standardNow));
afterAll(() => test.close());

const { call, filed, eventsOf } = deskIn(() => test);

describe('merging', () => {
  const merge = (id: string, into: string, more: object = {}) =>
    call(agent, 'POST', `/ops/complaints/${id}/merge`, { into }, more);
  const stateOf = async (id: string) => {
    const { status, mergedInto } = await test.orm.em.fork().findOneOrFail(Complaint, { id });
    return { status, mergedInto: mergedInto ?? null };
  };

  it('makes one of two of a customer, which both tell', async () => {
    const [one, two] = [await filed(asha), await filed(asha)];
    await call(asha, 'POST', `/complaints/${one.id}/updates`, { body: 'Here.' });
    const { headers } = await call(agent, 'GET', `/ops/complaints/${one.id}`);
    const match = { 'if-match': headers.etag };
    expect((await merge(one.id, two.id, match)).body.status).toBe('merged');
    expect((await merge(one.id, two.id, match)).status).toBe(412);
    const target = (await call(agent, 'GET', `/ops/complaints/${two.id}`)).body;
    expect(target.merged).toEqual([{ id: one.id, reference: one.reference }]);
    expect(target.history.at(-1)).toMatchObject({
      kind: 'merged',
      facts: { complaintId: one.id, reference: one.reference },
    });
    const merged = (await call(agent, 'GET', `/ops/complaints/${one.id}`)).body;
    expect(merged.mergedInto).toEqual({ id: two.id, reference: two.reference });
    expect((await call(asha, 'GET', `/complaints/${one.id}/updates`)).body.items).toHaveLength(1);
    expect((await eventsOf(one.id)).filter((type) => type === 'complaint.merged')).toHaveLength(1);
    await settle(test);
    await settle(test);
    const told = { personId: asha.customer.id, kind: 'complaint.merged' };
    expect(await test.orm.em.fork().count(Notification, told)).toBe(1);
    // It comes back by being taken off, and by nothing else.
    const status = { status: 'in_progress' };
    expect((await call(agent, 'PUT', `/ops/complaints/${one.id}/status`, status)).body.code).toBe(
      'COMPLAINT_ENDED',
    );
    expect((await call(asha, 'POST', `/complaints/${one.id}/reopen`)).status).toBe(409);
    expect((await call(agent, 'POST', `/ops/complaints/${one.id}/unmerge`)).body.status).toBe('in_progress');
    expect(await stateOf(one.id)).toEqual({ status: 'in_progress', mergedInto: null });
    const again = await call(agent, 'POST', `/ops/complaints/${one.id}/unmerge`);
    expect(again).toMatchObject({ status: 409, body: { code: 'COMPLAINT_NOT_MERGED' } });
  });

  it('is refused with another customer’s, with itself, and with what has ended', async () => {
    const [one, two, his] = [await filed(asha), await filed(asha), await filed(bala)];
    const refused = await merge(one.id, his.id);
    expect(refused).toMatchObject({ status: 422, body: { code: 'COMPLAINTS_NOT_MERGEABLE' } });
    expect(refused.body.detail).toContain('incident');
    expect((await merge(one.id, one.id)).body.code).toBe('COMPLAINTS_NOT_MERGEABLE');
    await call(asha, 'POST', `/complaints/${two.id}/resolve`);
    expect((await merge(one.id, two.id)).body.code).toBe('COMPLAINT_ENDED');
    expect((await merge(two.id, one.id)).body.code).toBe('COMPLAINT_TRANSITION_ILLEGAL');
    expect((await merge(one.id, asha.customer.id)).status).toBe(404);
    for (const { headers } of [asha, viewer])
      expect(
        (await call({ headers }, 'POST', `/ops/complaints/${one.id}/merge`, { into: two.id })).status,
      ).toBe(403);
    expect(await stateOf(one.id)).toEqual({ status: 'open', mergedInto: null });
  });

  it('of two into each other at once ends in one effect', async () => {
    for (let round = 0; round < 3; round++) {
      const [one, two] = [await filed(asha), await filed(asha)];
      const answers = await Promise.all([
        merge(one.id, two.id),
        merge(two.id, one.id),
        merge(one.id, two.id),
        merge(two.id, one.id),
      ]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
      const states = [await stateOf(one.id), await stateOf(two.id)];
      expect(states.map(({ status }) => status).sort()).toEqual(['merged', 'open']);
    }
  });

  it('is undone for 14 days and no longer, as what may be done next says', async () => {
    const [one, two] = [await filed(asha), await filed(asha)];
    await merge(one.id, two.id);
    const off = () => call(agent, 'POST', `/ops/complaints/${one.id}/unmerge`);
    const offered = async () => {
      const { next } = (await call(agent, 'GET', `/ops/complaints/${one.id}`)).body;
      return next.find(({ action }: any) => action === 'unmerge').isAllowed;
    };
    test.clock.advance(14 * dayMs - 1);
    expect(await offered()).toBe(true);
    test.clock.advance(1);
    expect(await offered()).toBe(false);
    expect(await off()).toMatchObject({ status: 409, body: { code: 'COMPLAINT_NOT_REOPENABLE' } });
    expect(await stateOf(one.id)).toEqual({ status: 'merged', mergedInto: two.id });
    test.clock.advance(-1);
    expect((await off()).body.status).toBe('in_progress');
  });

  it('and taking off at once, twice, leaves one line of each', async () => {
    const [one, two] = [await filed(asha), await filed(asha)];
    await merge(one.id, two.id);
    const off = () => call(agent, 'POST', `/ops/complaints/${one.id}/unmerge`);
    const answers = await Promise.all([off(), off(), off()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const { body } = await call(agent, 'GET', `/ops/complaints/${two.id}`);
    expect(body.history.filter(({ kind }: any) => kind === 'merged')).toHaveLength(2);
  });
});

describe('splitting', () => {
  it('makes a complaint of a part, with the updates that belong to it', async () => {
    const visit = await given.confirmedBooking({
      customer: asha.customer,
      status: 'completed',
      startsIn: '-2d',
    });
    const { id, reference } = await filed(asha, { bookingId: visit.id });
    const said = async (body: string) =>
      (await call(asha, 'POST', `/complaints/${id}/updates`, { body })).body.id as string;
    const [kept, moved] = [await said('It drips.'), await said('And I was charged twice.')];
    const part = {
      category: 'billing',
      subject: 'Charged twice',
      description: 'Charged twice for one visit.',
      wanted: 'refund',
      updateIds: [moved],
    };
    const split = (body: object, by: Caller = agent) => call(by, 'POST', `/ops/complaints/${id}/split`, body);
    for (const by of [asha, viewer]) expect((await split(part, by)).status).toBe(403);
    const wrong = await split({ ...part, updateIds: [moved, visit.id] });
    expect(wrong).toMatchObject({
      status: 422,
      body: { code: 'COMPLAINT_UPDATES_UNKNOWN', ids: [visit.id] },
    });
    const made = await split(part);
    expect(made).toMatchObject({
      status: 201,
      body: { category: 'billing', bookingId: visit.id, status: 'open' },
    });
    const idsOf = async (complaint: string) =>
      (await call(asha, 'GET', `/complaints/${complaint}/updates`)).body.items.map((each: any) => each.id);
    expect([await idsOf(id), await idsOf(made.body.id)]).toEqual([[kept], [moved]]);
    const seen = (await call(agent, 'GET', `/ops/complaints/${made.body.id}`)).body;
    expect(seen.history.at(-1)).toMatchObject({ kind: 'split', facts: { fromId: id, reference } });
    const whole = (await call(agent, 'GET', `/ops/complaints/${id}`)).body;
    expect(whole.parts).toEqual([{ id: made.body.id, reference: made.body.reference }]);
    expect(await eventsOf(made.body.id)).toEqual(['complaint.filed', 'complaint.split']);
    expect((await call(bala, 'GET', `/complaints/${made.body.id}`)).status).toBe(404);
  });
});
