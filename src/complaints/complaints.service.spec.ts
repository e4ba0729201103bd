// Medium: the whole program over a database. Complaints as an agent files them for a customer who has agreed.
import { ToolRegistry, type ToolOutcome } from '#libs/tools';
import { RequestContext } from '@mikro-orm/core';
import { onBehalfOf, systemActor } from '../access/actor.js';
import { customerGrants } from '../access/roles.js';
import type { Customer } from '../customers/customer.entity.js';
import { givenIn, type Given } from '../../test/support/given.js';
import { standardNow, startApp, type TestApp } from '../../test/support/app.js';
import { Complaint } from './complaint.entity.js';
import { PriorityEntry } from './priority/priority-entry.entity.js';
import { ComplaintLifecycle } from './lifecycle/lifecycle.service.js';
import { ComplaintUpdate } from './updates/complaint-update.entity.js';
import { severityRules } from './complaint.terms.js';

let test: TestApp;
let given: Given;
let asha: Customer;
let bala: Customer;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.customer(), await given.customer()];
});
afterAll(() => test.close());

const words = { category: 'safety', severity: 'critical', subject: 'Gas smell', description: 'It smells.' };
let agreements = 0;

function file(
  { id }: Customer,
  more: object = {},
  agreement = `complaint-${++agreements}`,
): Promise<ToolOutcome> {
  const permissions = new Set<string>(customerGrants);
  const agent = onBehalfOf({ kind: 'customer', id, permissions }, 'safety');
  return test.app
    .get(ToolRegistry)
    .execute(agent, 'complaints.create', { ...words, ...more }, { confirmation: agreement });
}

const filedOf = ({ id }: Customer) => test.orm.em.fork().find(Complaint, { customer: id });

it.each(['critical', 'high', 'medium', 'low'] as const)(
  'is to be solved by the target of the handbook: %s',
  async (severity) => {
    const outcome = await file(asha, { severity });
    const hours = { critical: 24, high: 48, medium: 120, low: 240 }[severity];
    const dueAt = new Date(standardNow.getTime() + hours * 3_600_000);
    expect(outcome).toMatchObject({ ok: true, output: { severity, status: 'open', dueAt } });
    const { reference } = (outcome as { output: { reference: string } }).output;
    expect(reference).toMatch(/^CP-[2-9A-Z]{6}$/);
    const queued = await test.orm.em.fork().findOneOrFail(PriorityEntry, { complaint: { reference } });
    expect(queued.score).toBe(severityRules[severity].points);
  },
);

it('is filed once, however often the same yes is said', async () => {
  const before = (await filedOf(asha)).length;
  const [one, two] = await Promise.all([file(asha, {}, 'same'), file(asha, {}, 'same')]);
  const three = await file(asha, {}, 'same');
  expect(two).toEqual(one);
  expect(three).toEqual(one);
  expect(await filedOf(asha)).toHaveLength(before + 1);
});

it('may be about a visit of the customer, and about nobody else’s', async () => {
  const booking = await given.confirmedBooking({ customer: asha });
  expect(await file(asha, { bookingId: booking.id })).toMatchObject({ ok: true });
  expect((await filedOf(asha)).some((complaint) => complaint.booking === booking.id)).toBe(true);
  expect(await file(bala, { bookingId: booking.id })).toMatchObject({
    ok: false,
    refusal: { kind: 'not_found' },
  });
  expect(await filedOf(bala)).toEqual([]);
});

it('is not filed by an agent to whom nobody has said yes', async () => {
  const permissions = new Set<string>(customerGrants);
  const agent = onBehalfOf({ kind: 'customer', id: bala.id, permissions }, 'safety');
  const outcome = await test.app.get(ToolRegistry).execute(agent, 'complaints.create', words);
  expect(outcome).toMatchObject({ ok: false, refusal: { code: 'NOT_CONFIRMED' } });
});

describe('what an agent does with it', () => {
  const toolOf = ({ id }: Customer) => {
    const permissions = new Set<string>(customerGrants);
    const agent = onBehalfOf({ kind: 'customer', id, permissions }, 'complaint');
    return (name: string, complaintId: string, agreement: string, reason = 'It still drips.') =>
      test.app
        .get(ToolRegistry)
        .execute(agent, `complaints.${name}`, { complaintId, reason }, { confirmation: agreement });
  };
  const filedBy = async (customer: Customer) => {
    const outcome = await file(customer, { category: 'quality', severity: 'low' });
    return (outcome as { output: { id: string } }).output.id;
  };
  const stateOf = async (id: string) => {
    const em = test.orm.em.fork();
    const { status, escalationLevel } = await em.findOneOrFail(Complaint, { id });
    const updates = await em.count(ComplaintUpdate, { complaint: id });
    return { status, escalationLevel, updates };
  };
  let hers: Customer;
  beforeEach(async () => {
    hers = await given.customer();
  });

  it('escalates it one level for one yes, however often and how often at once that is said', async () => {
    const id = await filedBy(hers);
    const tool = toolOf(hers);
    const both = await Promise.all([tool('escalate', id, 'up-1'), tool('escalate', id, 'up-1')]);
    const later = await tool('escalate', id, 'up-1');
    for (const outcome of [...both, later])
      expect(outcome).toMatchObject({ ok: true, output: { escalationLevel: 1 } });
    expect(await stateOf(id)).toEqual({ status: 'open', escalationLevel: 1, updates: 1 });
    // Another yes is another wish; at the top, what is said is said once too.
    for (const agreement of ['up-2', 'up-2', 'up-3', 'up-3']) await tool('escalate', id, agreement);
    expect(await stateOf(id)).toEqual({ status: 'open', escalationLevel: 2, updates: 3 });
  });

  it('reopens it once for one yes: solved again meanwhile, it stays solved', async () => {
    const id = await filedBy(hers);
    const tool = toolOf(hers);
    const lifecycle = test.app.get(ComplaintLifecycle);
    const solve = () =>
      RequestContext.create(test.orm.em, () => lifecycle.resolve(systemActor('test'), id, ''));
    await solve();
    expect(await tool('reopen', id, 'open-1')).toMatchObject({ ok: true, output: { status: 'in_progress' } });
    expect(await tool('reopen', id, 'open-1')).toMatchObject({ ok: true, output: { status: 'in_progress' } });
    await solve();
    expect(await tool('reopen', id, 'open-1')).toMatchObject({ ok: true, output: { status: 'resolved' } });
    expect(await stateOf(id)).toMatchObject({ status: 'resolved', updates: 1 });
  });

  it('withdraws it once for one yes, and nothing of anybody else’s', async () => {
    const id = await filedBy(hers);
    const tool = toolOf(hers);
    for (let time = 0; time < 2; time++)
      expect(await tool('withdraw', id, 'off-1')).toMatchObject({
        ok: true,
        output: { status: 'withdrawn' },
      });
    expect(await stateOf(id)).toEqual({ status: 'withdrawn', escalationLevel: 0, updates: 1 });
    for (const name of ['escalate', 'reopen', 'withdraw'])
      expect(await toolOf(bala)(name, id, 'off-1')).toMatchObject({
        ok: false,
        refusal: { kind: 'not_found' },
      });
  });
});
