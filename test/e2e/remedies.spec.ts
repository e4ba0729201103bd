// Redress for complaints: who may give what, who decides what is above that, and that it is given once whatever happens.
import { ListenerRegistry } from '#libs/events';
import { Notification } from '../../src/notifications/notification.entity.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Service, type Subcategory } from '../../src/catalogue/service.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { Complaint, ComplaintEvent } from '../../src/complaints/complaint.entity.js';
import { CreditBalance, LedgerEntry } from '../../src/payments/ledger-entry.entity.js';
import { Remedy } from '../../src/remedies/remedy.entity.js';
import { RemedySettlement } from '../../src/remedies/remedy-settlement.service.js';
import { startApp, type TestApp } from '../support/app.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, password, type Given, type SignedIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let agent: StaffSignedIn;
let manager: StaffSignedIn;
let deputy: StaffSignedIn;
let viewer: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  agent = await given.staffSignedIn({ role: 'ops_agent' });
  manager = await given.staffSignedIn({ role: 'ops_manager' });
  deputy = await given.staffSignedIn({ role: 'ops_manager' });
  viewer = await given.staffSignedIn({ role: 'viewer' });
});
beforeEach(async () => {
  asha = await given.signedIn();
});
afterAll(() => test.close());

type Caller = { headers: object };

async function call(by: Caller, method: 'GET' | 'POST', path: string, payload?: object) {
  const answer = await test.http({ method, url: `/api/v1${path}`, headers: { ...by.headers }, payload });
  return { status: answer.statusCode, body: answer.json() };
}
const em = () => test.orm.em.fork();

/** A visit that was done and paid, and a complaint about it. */
async function complained({ paidPaise = 3000_00, category = 'quality' } = {}) {
  const visit = await given.confirmedBooking({
    customer: asha.customer,
    status: 'completed',
    startsIn: '-2d',
    totalPaise: paidPaise,
  });
  if (paidPaise > 0)
    await call(manager, 'POST', `/ops/bookings/${visit.id}/payments`, {
      amountPaise: paidPaise,
      method: 'upi',
    });
  const told = { category, subject: 'It drips again', description: 'By evening it dripped.' };
  const { body } = await call(asha, 'POST', '/complaints', { ...told, bookingId: visit.id });
  return { id: body.id as string, visit };
}
const propose = (by: Caller, id: string, input: object) =>
  call(by, 'POST', `/ops/complaints/${id}/remedies`, { reason: 'It still drips.', ...input });
const decide = (by: Caller, id: string, how: 'approve' | 'reject') =>
  call(by, 'POST', `/ops/remedies/${id}/${how}`, { reason: 'Looked at it.' });
const entries = (id: string) => em().count(LedgerEntry, { effectKey: `remedy:${id}` });
const creditOf = async (who: SignedIn) =>
  (await em().findOne(CreditBalance, { customer: who.customer.id }))?.balancePaise ?? 0;

describe('a refund', () => {
  it('within the limit of the agent is done at once, and solves the complaint where it is said', async () => {
    const { id, visit } = await complained();
    const { status, body } = await propose(agent, id, {
      kind: 'refund',
      amountPaise: 1000_00,
      resolves: true,
    });
    expect([status, body.status, body.needsApproval]).toEqual([201, 'done', false]);
    expect((await call(asha, 'GET', `/bookings/${visit.id}/payments`)).body.refundedPaise).toBe(1000_00);
    expect((await call(asha, 'GET', `/complaints/${id}`)).body.status).toBe('resolved');
    const lines = await em().find(ComplaintEvent, { complaint: id, kind: 'remedy', visibility: 'public' });
    expect(lines.map(({ facts }) => facts)).toEqual([
      { remedyId: body.id, kind: 'refund', status: 'done', amountPaise: 1000_00 },
    ]);
    expect(await em().count(AuditEntry, { action: 'remedy.done', objectId: body.id })).toBe(1);
  });

  it('above it waits for somebody else who may, and is never approved by the proposer', async () => {
    const { id } = await complained();
    const { body } = await propose(agent, id, { kind: 'refund', amountPaise: 1000_01 });
    expect([body.status, body.needsApproval]).toEqual(['proposed', true]);
    const queue = (await call(manager, 'GET', '/ops/remedies?status=proposed')).body.items;
    expect(queue.map((each: { id: string }) => each.id)).toContain(body.id);
    expect((await decide(agent, body.id, 'approve')).status).toBe(403);
    expect(await entries(body.id)).toBe(0);
    expect((await decide(manager, body.id, 'approve')).body).toMatchObject({ status: 'done' });
    expect(await entries(body.id)).toBe(1);
  });

  it('is not got around in portions', async () => {
    const { id } = await complained();
    const statuses = [];
    for (const amountPaise of [600_00, 400_00, 1_00])
      statuses.push((await propose(agent, id, { kind: 'refund', amountPaise })).body.status);
    expect(statuses).toEqual(['done', 'done', 'proposed']);
  });

  it('cannot be approved by its proposer when they are given the right later', async () => {
    const lead = await given.staffSignedIn({ role: 'ops_lead' });
    const { id } = await complained();
    const { body } = await propose(lead, id, { kind: 'refund', amountPaise: 2000_00 });
    await em().nativeUpdate(Staff, { id: lead.staff.id }, { role: 'ops_manager' });
    const payload = { email: lead.staff.email, password };
    const again = await test.http({ method: 'POST', url: '/api/v1/ops/auth/login', payload });
    const promoted = { headers: { authorization: `Bearer ${again.json().accessToken}` } };
    expect((await decide(promoted, body.id, 'approve')).body.code).toBe('REMEDY_OWN_PROPOSAL');
    expect((await decide(manager, body.id, 'reject')).body.status).toBe('rejected');
    expect(await entries(body.id)).toBe(0);
  });

  it('is never more than was paid: it fails with the reason, and nothing is half done', async () => {
    const { id } = await complained({ paidPaise: 300_00 });
    const { status, body } = await propose(agent, id, {
      kind: 'refund',
      amountPaise: 400_00,
      resolves: true,
    });
    expect([status, body.status, body.failureCode]).toEqual([201, 'failed', 'REFUND_TOO_HIGH']);
    expect(await entries(body.id)).toBe(0);
    expect((await call(asha, 'GET', `/complaints/${id}`)).body.status).toBe('open');
    expect((await propose(agent, id, { kind: 'refund', amountPaise: 300_00 })).body.status).toBe('done');
  });

  it('of two who approve at once, and of one who rejects meanwhile, has one decision and one entry', async () => {
    const { id } = await complained();
    const { body } = await propose(agent, id, { kind: 'refund', amountPaise: 2000_00 });
    const answers = await Promise.all([
      decide(manager, body.id, 'approve'),
      decide(deputy, body.id, 'reject'),
      decide(deputy, body.id, 'approve'),
      decide(manager, body.id, 'approve'),
    ]);
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
    const { status } = await em().findOneOrFail(Remedy, { id: body.id });
    expect(await entries(body.id)).toBe(status === 'done' ? 1 : 0);
    expect(['done', 'rejected']).toContain(status);
  });

  it('that was approved when the process died is done by the job, once', async () => {
    const { id } = await complained();
    const { body } = await propose(agent, id, { kind: 'refund', amountPaise: 2000_00 });
    // As it is between the approval and the settlement.
    const dead = test.app.get(RemedySettlement, { strict: false });
    const settleIt = vi.spyOn(dead, 'settle').mockImplementation(() => Promise.resolve());
    await decide(manager, body.id, 'approve');
    settleIt.mockRestore();
    expect((await em().findOneOrFail(Remedy, { id: body.id })).status).toBe('approved');
    await Promise.all([runJob(test, 'remedies.settle'), runJob(test, 'remedies.settle')]);
    await runJob(test, 'remedies.settle');
    expect((await em().findOneOrFail(Remedy, { id: body.id })).status).toBe('done');
    expect(await entries(body.id)).toBe(1);
  });
});

describe('credit', () => {
  it('is given once, also when the request is sent twice, and its customer is told once', async () => {
    const { id } = await complained();
    const headers = { ...agent.headers, 'idempotency-key': `credit-${id}` };
    const send = () => propose({ headers }, id, { kind: 'credit', amountPaise: 200_00 });
    await Promise.all([send(), send()]);
    await send();
    expect(await creditOf(asha)).toBe(200_00);
    await settle(test);
    await settle(test);
    const told = await em().find(Notification, { personId: asha.customer.id, kind: 'remedy.credited' });
    expect(told).toHaveLength(1);
  });

  it('for one visit is bounded, whoever gives it and for whichever complaint', async () => {
    const { id, visit } = await complained();
    expect((await propose(manager, id, { kind: 'credit', amountPaise: 9000_00 })).body.status).toBe('done');
    const again = { category: 'damage', subject: 'The tile', description: 'Broken.', bookingId: visit.id };
    const other = (await call(asha, 'POST', '/complaints', again)).body.id;
    expect(await propose(manager, other, { kind: 'credit', amountPaise: 1000_01 })).toMatchObject({
      status: 422,
      body: { code: 'REMEDY_TOO_HIGH', leftPaise: 1000_00 },
    });
    const both = [id, other].map((each) => propose(manager, each, { kind: 'credit', amountPaise: 1000_00 }));
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await creditOf(asha)).toBe(10_000_00);
  });
});

describe('a free visit', () => {
  it('is booked once at the price of nothing, in the earliest slot, and charged nothing', async () => {
    const { id, visit } = await complained();
    const { body } = await propose(agent, id, { kind: 'revisit' });
    expect(body).toMatchObject({ failureDetail: null, status: 'done', amountPaise: 0 });
    const booked = await em().findOneOrFail(Booking, { id: body.revisitId }, { populate: ['items'] });
    expect([booked.totalPaise, booked.customer, booked.service.id, booked.addressLine]).toEqual([
      0,
      asha.customer.id,
      visit.service.id,
      visit.addressLine,
    ]);
    expect(booked.items.getItems().reduce((sum, { amountPaise }) => sum + amountPaise, 0)).toBe(0);
    expect((await propose(agent, id, { kind: 'revisit' })).body).toMatchObject({
      code: 'REMEDY_NOT_POSSIBLE',
      reason: 'given_already',
    });
    await em().nativeUpdate(Booking, { id: booked.id }, { status: 'completed' });
    const { hear } = test.app.get(ListenerRegistry, { strict: false }).find('bookings.settle_visits')!;
    await hear({ aggregate: { type: 'booking', id: booked.id } } as never, {} as never);
    const { body: money } = await call(asha, 'GET', `/bookings/${booked.id}/payments`);
    expect([money.chargedPaise, money.owedPaise]).toEqual([0, 0]);
  });

  it('stays free when its customer moves it', async () => {
    const { id } = await complained();
    const { body } = await propose(agent, id, { kind: 'revisit' });
    const { startsAt, provider } = await em().findOneOrFail(Booking, { id: body.revisitId });
    const later = new Date(startsAt.getTime() + 2 * 3_600_000).toISOString();
    const slot = { startsAt: later, providerId: provider.id };
    const quoted = await call(asha, 'POST', `/bookings/${body.revisitId}/reschedule-quote`, slot);
    expect(quoted.body.totalPaise).toBe(0);
    const moved = await call(asha, 'POST', `/bookings/${body.revisitId}/reschedule`, slot);
    expect([moved.body.totalPaise, moved.body.startsAt]).toEqual([0, later]);
  });

  it('does not send the same person again of whose behaviour somebody complained', async () => {
    const { id, visit } = await complained({ category: 'behaviour' });
    const alone = await propose(agent, id, { kind: 'revisit' });
    expect(alone.body).toMatchObject({ status: 'failed', failureCode: 'NO_REVISIT_SLOT' });
    const { subcategory } = await em().findOneOrFail(Service, { id: visit.service.id });
    const other = await given.provider({ subcategory: subcategory as Subcategory });
    const { body } = await propose(agent, id, { kind: 'revisit' });
    expect(body.status).toBe('done');
    const booked = await em().findOneOrFail(Booking, { id: body.revisitId });
    expect(booked.provider.id).toBe(other.id);
  });
});

describe('an apology', () => {
  it('is an update in the language of the complaint, once', async () => {
    const { id } = await complained();
    await em().nativeUpdate(Complaint, { id }, { language: 'hi' });
    expect((await propose(agent, id, { kind: 'apology' })).body.status).toBe('done');
    const { items } = (await call(asha, 'GET', `/complaints/${id}/updates`)).body;
    expect(items).toHaveLength(1);
    expect(items[0].body).toContain('क्षमा');
    expect((await propose(agent, id, { kind: 'apology' })).body.reason).toBe('given_already');
    const listed = await call(viewer, 'GET', `/ops/remedies?kind=apology&complaintId=${id}`);
    expect(listed.body.items).toHaveLength(1);
  });

  it('is told once, as what it is', async () => {
    const { id } = await complained();
    await propose(agent, id, { kind: 'apology' });
    await settle(test);
    const found = await em().find(Notification, { personId: asha.customer.id });
    const about = found.map(({ kind }) => kind).filter((kind) => kind !== 'complaint.received');
    expect(about.filter((kind) => /^(complaint|remedy)\./.test(kind))).toEqual(['remedy.apologised']);
  });
});

describe('who may', () => {
  it('give: not its customer, not another one, not a viewer', async () => {
    const { id } = await complained();
    for (const by of [asha, await given.signedIn(), viewer])
      expect((await propose(by, id, { kind: 'credit', amountPaise: 1_00 })).status).toBe(403);
    expect((await call(asha, 'GET', '/ops/remedies')).status).toBe(403);
    expect(await em().count(Remedy, { complaint: id })).toBe(0);
  });

  it('and what: an amount where there is one, for a complaint that somebody works on', async () => {
    const { id } = await complained();
    const bad = [
      { kind: 'refund' },
      { kind: 'refund', amountPaise: 0 },
      { kind: 'refund', amountPaise: 1.5 },
      { kind: 'apology', amountPaise: 1_00 },
      { kind: 'credit', amountPaise: 1_00, as: 'money' },
      { kind: 'tea' },
      { kind: 'apology', reason: 'x'.repeat(301) },
    ];
    for (const input of bad) expect((await propose(agent, id, input)).status).toBe(400);
    await call(asha, 'POST', `/complaints/${id}/withdraw`);
    expect((await propose(agent, id, { kind: 'apology' })).body.code).toBe('COMPLAINT_ENDED');
    const free = (await call(asha, 'POST', '/complaints', { category: 'app', subject: 'x', description: 'y' })).body.id; // prettier-ignore
    expect((await propose(agent, free, { kind: 'refund', amountPaise: 1_00 })).body.reason).toBe('no_visit');
    expect(await em().count(Remedy, { complaint: { $in: [id, free] } })).toBe(0);
  });
});
