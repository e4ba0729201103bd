// Medium: the whole program over a database. Complaints as an agent files them for a customer who has agreed.
import { ToolRegistry, type ToolOutcome } from '#libs/tools';
import { onBehalfOf } from '../access/actor.js';
import { customerGrants } from '../access/roles.js';
import type { Customer } from '../customers/customer.entity.js';
import { givenIn, type Given } from '../../test/support/given.js';
import { standardNow, startApp, type TestApp } from '../../test/support/app.js';
import { Complaint } from './complaint.entity.js';
import { PriorityEntry } from './priority/priority-entry.entity.js';
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
  return test.app.get(ToolRegistry).execute(agent, 'complaints.create', { ...words, ...more }, agreement);
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
