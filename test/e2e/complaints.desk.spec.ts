// Complaints as the desk has them: found, classified, kept in views.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Pincode } from '../../src/catalogue/place.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { ComplaintTarget } from '../../src/complaints/targets/complaint-target.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { deskIn, type Caller } from '../support/complaints-desk.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let agent: StaffSignedIn;
let lead: StaffSignedIn;
let viewer: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  agent = await given.staffSignedIn({ role: 'ops_agent' });
  lead = await given.staffSignedIn({ role: 'ops_lead' });
  viewer = await given.staffSignedIn({ role: 'viewer' });
});
beforeEach(async () => {
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
});
afterEach(() => test.clock.set(standardNow));
afterAll(() => test.close());

const { call, filed, idsOf, eventsOf } = deskIn(() => test);
const told = { category: 'quality', subject: 'It drips again', description: 'By evening it dripped.' };
const found = (query: Record<string, string>, by: Caller = agent) =>
  idsOf(by, `/ops/complaints?${new URLSearchParams(query)}`);

describe('the list of the desk', () => {
  it('is for staff who read complaints, and nobody else', async () => {
    const { id } = await filed(asha);
    for (const path of ['/ops/complaints', `/ops/complaints/${id}`, '/ops/complaint-topics']) {
      expect((await call(viewer, 'GET', path)).status).toBe(200);
      expect((await call(asha, 'GET', path)).status).toBe(403);
    }
    const patch = { severity: 'high' };
    expect((await call(viewer, 'PATCH', `/ops/complaints/${id}`, patch)).status).toBe(403);
    expect((await call(asha, 'PATCH', `/ops/complaints/${id}`, patch)).status).toBe(403);
  });

  it('is filtered by everything that a complaint is known by', async () => {
    const visit = await given.confirmedBooking({
      customer: asha.customer,
      status: 'completed',
      startsIn: '-2d',
    });
    const about = await filed(asha, { bookingId: visit.id, category: 'safety' });
    const other = await filed(asha);
    await call(agent, 'PUT', `/ops/complaints/${other.id}/status`, { status: 'waiting_for_parts' });
    await call(asha, 'POST', `/complaints/${about.id}/escalate`);
    const hers = (query: Record<string, string>) => found({ customerId: asha.customer.id, ...query });
    expect(await hers({})).toEqual([other.id, about.id]);
    for (const query of [
      { bookingId: visit.id },
      { providerId: visit.provider.id },
      { serviceId: visit.service.id },
      { pincode: visit.pincode },
      { category: 'safety' },
      { severity: 'critical' },
      { status: 'open' },
      { escalationLevel: '1' },
    ])
      expect(await hers(query as never)).toEqual([about.id]);
    expect(await hers({ status: 'open,waiting_for_parts', sort: 'createdAt' })).toEqual([about.id, other.id]);
    expect(await hers({ unsolved: 'false' })).toEqual([]);
    expect(await hers({ sort: '-priorityScore' })).toEqual([about.id, other.id]);
    expect(await hers({ sort: 'dueAt' })).toEqual([about.id, other.id]);
    const { city } = await test.orm.em.fork().findOneOrFail(Pincode, { code: visit.pincode });
    expect(await hers({ cityId: city.id })).toEqual([about.id]);
    const { staff } = agent;
    await test.orm.em.fork().nativeUpdate(Complaint, { id: other.id }, { assignee: staff.id });
    expect(await hers({ assignee: 'me' })).toEqual([other.id]);
    expect(await hers({ assignee: staff.id })).toEqual([other.id]);
    expect(await hers({ assignee: 'nobody' })).toEqual([about.id]);
    expect(await found({ customerId: asha.customer.id, assignee: 'me' }, viewer)).toEqual([]);
  });

  it('finds what is at risk and overdue by every promise, as the policy has it, and nothing that stands still', async () => {
    const urgent = await filed(asha, { category: 'safety' });
    const paused = await filed(asha, { category: 'safety' });
    const due = async () => {
      const of = (which: string) => found({ customerId: asha.customer.id, sort: 'createdAt', due: which });
      return [await of('at_risk'), await of('overdue')];
    };
    expect(await due()).toEqual([[], []]);
    const targetsOf = (id: string) =>
      test.orm.em
        .fork()
        .find(ComplaintTarget, { complaint: id, endedAt: null }, { orderBy: { dueAt: 'asc' } });
    const [answer, solution] = await targetsOf(urgent.id);
    expect([answer!.metric, solution!.metric]).toEqual(['first_response', 'resolution']);
    // A first answer is owed within half an hour, long before the solution.
    test.clock.set(new Date(answer!.atRiskAt!.getTime() - 1));
    expect(await due()).toEqual([[], []]);
    test.clock.set(answer!.atRiskAt!);
    expect(await due()).toEqual([[urgent.id, paused.id], []]);
    test.clock.set(new Date(answer!.dueAt!.getTime() + 1));
    expect(await due()).toEqual([[], [urgent.id, paused.id]]);
    for (const { id } of [urgent, paused])
      await call(agent, 'POST', `/complaints/${id}/updates`, { body: 'We are on our way.' });
    await call(agent, 'PUT', `/ops/complaints/${paused.id}/status`, { status: 'waiting_for_customer' });
    expect(await due()).toEqual([[], []]);
    test.clock.set(solution!.atRiskAt!);
    expect(await due()).toEqual([[urgent.id], []]);
    test.clock.set(new Date(solution!.dueAt!.getTime() + 1));
    expect(await due()).toEqual([[], [urgent.id]]);
    await call(agent, 'POST', `/complaints/${urgent.id}/resolve`);
    expect(await due()).toEqual([[], []]);
  });

  it.each([
    ['status=lost'],
    ['status=open,lost'],
    ['assignee=somebody'],
    ['pincode=1'],
    ['q=x'],
    ['q=!!!'],
    ['escalationLevel=3'],
    ['sort=subject'],
    ['customer=me'],
  ])('refuses %s', async (query) => {
    expect((await call(agent, 'GET', `/ops/complaints?${query}`)).body.code).toBe('VALIDATION_FAILED');
  });

  it('is searched by what was said: in English, in Hindi in both scripts, by the reference', async () => {
    const customerId = asha.customer.id;
    const hindi = await filed(asha, { subject: 'नल टपक रहा है', description: 'रसोई में फिर से पानी' });
    const latin = await filed(asha, {
      subject: 'Nal tapak raha hai',
      description: 'Rasoi mein phir se paani 😡',
    });
    const english = await filed(asha, { subject: "The tap's leak-proof seal", description: 'Bill: a/b?c=d' });
    const hers = (q: string) => found({ customerId, q });
    expect(await hers('टपक')).toEqual([hindi.id]);
    expect(await hers('रसो')).toEqual([hindi.id]);
    expect(await hers('PAANI phi')).toEqual([latin.id]);
    expect(await hers('proof seal')).toEqual([english.id]);
    expect(await hers('bill c')).toEqual([english.id]);
    expect(await hers('seal paani')).toEqual([]);
    expect(await hers("'); drop table complaints; --")).toEqual([]);
    expect(await hers(english.reference.toLowerCase())).toEqual([english.id]);
    expect(await hers(english.reference.slice(3, 7))).toEqual([english.id]);
    await call(agent, 'POST', `/complaints/${latin.id}/updates`, {
      body: 'Gasket mangaya',
      visibility: 'internal',
    });
    expect(await hers('gask')).toEqual([latin.id]);
    expect(await found({ customerId: bala.customer.id, q: 'gask' })).toEqual([]);
  });

  it('shows one with all that staff need, and notes the look', async () => {
    const visit = await given.confirmedBooking({
      customer: asha.customer,
      status: 'completed',
      startsIn: '-2d',
    });
    const { id } = await filed(asha, { bookingId: visit.id });
    const { body, headers } = await call(agent, 'GET', `/ops/complaints/${id}`);
    expect(body).toMatchObject({
      id,
      customer: { id: asha.customer.id, phone: asha.customer.phone ?? null },
      booking: { id: visit.id, reference: visit.reference, totalPaise: visit.totalPaise },
      history: [{ kind: 'filed', byKind: 'customer' }],
      merged: [],
    });
    expect(headers.etag).toBe(`"${body.version}"`);
    const allowed = body.next.filter((each: any) => each.isAllowed).map((each: any) => each.action);
    expect(allowed).toEqual([
      'update',
      'attach',
      'escalate',
      'resolve',
      'set_status',
      'reclassify',
      'merge',
      'split',
      'apply_macro',
    ]);
  });

  it('takes one that a customer tells on the telephone, about a visit of theirs only', async () => {
    const visit = await given.confirmedBooking({
      customer: asha.customer,
      status: 'completed',
      startsIn: '-2d',
    });
    const input = { ...told, customerId: asha.customer.id, bookingId: visit.id, severity: 'high' };
    const key = { 'idempotency-key': `desk-${visit.id}` };
    const both = [
      await call(agent, 'POST', '/ops/complaints', input, key),
      await call(agent, 'POST', '/ops/complaints', input, key),
    ];
    expect(both.map(({ status, body }) => [status, body.id])).toEqual([
      [201, both[0]!.body.id],
      [201, both[0]!.body.id],
    ]);
    expect(both[0]!.body).toMatchObject({ severity: 'high', customerId: asha.customer.id });
    const { body } = await call(agent, 'GET', `/ops/complaints/${both[0]!.body.id}`);
    expect(body.history).toMatchObject([{ kind: 'filed', byKind: 'staff', byId: agent.staff.id }]);
    expect((await call(asha, 'GET', '/complaints')).body.items).toHaveLength(1);
    const wrong = await call(agent, 'POST', '/ops/complaints', { ...input, customerId: bala.customer.id });
    expect(wrong).toMatchObject({ status: 404, body: { code: 'BOOKING_NOT_FOUND' } });
    const nobody = { ...input, customerId: visit.id, bookingId: undefined };
    expect((await call(agent, 'POST', '/ops/complaints', nobody)).status).toBe(404);
    expect((await call(viewer, 'POST', '/ops/complaints', input)).status).toBe(403);
    expect((await call(bala, 'GET', '/complaints')).body.items).toEqual([]);
  });
});

describe('the kind of a complaint', () => {
  const topicsOf = async (category: string) =>
    (await call(agent, 'GET', '/ops/complaint-topics')).body.items.filter(
      (topic: any) => topic.category === category,
    );

  it('is said by staff, and moves what was promised', async () => {
    const { id } = await filed(asha);
    const { headers, body: before } = await call(agent, 'GET', `/ops/complaints/${id}`);
    const [topic] = await topicsOf('quality');
    const match = { 'if-match': headers.etag };
    const change = { severity: 'critical', topicId: topic.id, wanted: 'refund' };
    const { status, body } = await call(agent, 'PATCH', `/ops/complaints/${id}`, change, match);
    expect([status, body.topicId, body.wanted]).toEqual([200, topic.id, 'refund']);
    expect(new Date(body.dueAt) < new Date(before.dueAt)).toBe(true);
    expect((await call(agent, 'PATCH', `/ops/complaints/${id}`, change, match)).status).toBe(412);
    expect((await call(agent, 'PATCH', `/ops/complaints/${id}`, {})).status).toBe(400);
    const moved = await call(agent, 'PATCH', `/ops/complaints/${id}`, { category: 'billing' });
    expect(moved.body).toMatchObject({ category: 'billing', topicId: null, severity: 'critical' });
    expect(moved.body.history.at(-1)).toMatchObject({ kind: 'reclassified', visibility: 'internal' });
    const unfit = await call(agent, 'PATCH', `/ops/complaints/${id}`, { topicId: topic.id });
    expect(unfit).toMatchObject({ status: 422, body: { code: 'COMPLAINT_TOPIC_UNFIT' } });
    expect(await eventsOf(id)).toEqual([
      'complaint.filed',
      'complaint.reclassified',
      'complaint.reclassified',
    ]);
    await call(asha, 'POST', `/complaints/${id}/withdraw`);
    expect((await call(agent, 'PATCH', `/ops/complaints/${id}`, change)).body.code).toBe('COMPLAINT_ENDED');
  });

  it('is a tree of three levels without circles, kept by leads', async () => {
    const topic = (code: string, parentId: string | null = null) => ({
      code,
      category: 'app',
      parentId,
      labelEn: code,
      labelHi: code,
    });
    const make = async (code: string, parentId?: string) =>
      (await call(lead, 'POST', '/ops/complaint-topics', topic(code, parentId))).body;
    const top = await make('top_one');
    const middle = await make('middle_one', top.id);
    const leaf = await make('leaf_one', middle.id);
    expect([top.depth, middle.depth, leaf.depth]).toEqual([1, 2, 3]);
    expect((await make('too_deep', leaf.id)).code).toBe('COMPLAINT_TOPIC_MISPLACED');
    expect((await make('top_one')).code).toBe('COMPLAINT_TOPIC_CODE_TAKEN');
    const put = (id: string, body: object, more?: object) =>
      call(lead, 'PUT', `/ops/complaint-topics/${id}`, body, more);
    expect((await put(top.id, topic('top_one', leaf.id))).body.code).toBe('COMPLAINT_TOPIC_MISPLACED');
    expect((await put(top.id, topic('top_one', top.id))).body.code).toBe('COMPLAINT_TOPIC_MISPLACED');
    const wrong = { ...topic('leaf_one', middle.id), category: 'billing' };
    expect((await put(leaf.id, wrong)).body.code).toBe('COMPLAINT_TOPIC_MISPLACED');
    const renamed = { ...topic('leaf_one', middle.id), labelEn: 'Leaf' };
    expect((await put(leaf.id, renamed, { 'if-match': '"1"' })).body).toMatchObject({
      labelEn: 'Leaf',
      version: 2,
    });
    expect((await put(leaf.id, renamed, { 'if-match': '"1"' })).status).toBe(412);
    const remove = (id: string) => call(lead, 'DELETE', `/ops/complaint-topics/${id}`);
    expect((await remove(top.id)).body.code).toBe('COMPLAINT_TOPIC_IN_USE');
    expect((await call(agent, 'POST', '/ops/complaint-topics', topic('not_mine'))).status).toBe(403);
    const { id } = await filed(asha, { category: 'app' });
    await call(agent, 'PATCH', `/ops/complaints/${id}`, { topicId: leaf.id });
    expect(await found({ customerId: asha.customer.id, topicId: top.id })).toEqual([id]);
    expect((await remove(leaf.id)).body.code).toBe('COMPLAINT_TOPIC_IN_USE');
    await put(leaf.id, { ...renamed, isActive: false });
    const other = await filed(asha, { category: 'app' });
    const given = await call(agent, 'PATCH', `/ops/complaints/${other.id}`, { topicId: leaf.id });
    expect(given.body.code).toBe('COMPLAINT_TOPIC_UNFIT');
    // Two at once, each below the other: no circle, whoever was first.
    const [left, right] = [await make('left_one'), await make('right_one')];
    await Promise.all([
      put(left.id, topic('left_one', right.id)),
      put(right.id, topic('right_one', left.id)),
    ]);
    const all = await topicsOf('app');
    const depths = [left, right].map(({ id: each }) => all.find((one: any) => one.id === each).depth);
    expect(depths.sort()).toEqual([1, 2]);
    // Past the service, the database keeps the tree as well.
    const em = test.orm.em.fork() as SqlEntityManager;
    const circle = em.execute('update complaint_topics set parent_id = ?, depth = 3 where id = ?', [
      middle.id,
      top.id,
    ]);
    await expect(circle).rejects.toThrow('stays where it is');
  });
});
