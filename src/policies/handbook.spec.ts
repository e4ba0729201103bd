// The handbook is what agents quote, the clauses are what is settled: figure by figure they say the same.
import { readFileSync } from 'node:fs';
import { firstPolicy } from '../../test/support/policy.js';
import { amountBy } from './policy-terms.entity.js';
import { createPolicyInput } from './policies.schemas.js';

const read = (page: string) =>
  readFileSync(new URL(`../demo/data/handbook/${page}.md`, import.meta.url), 'utf8');
const cancellation = read('cancellation');
const refunds = read('refunds');
const policy = firstPolicy();

/** A row of the table "What a cancellation costs", found by how it begins. */
function feeOf(row: string): string {
  const cells = cancellation.split('\n').find((line) => line.startsWith(`| ${row}`));
  if (!cells) throw new Error(`The handbook has no row ${row}.`);
  return cells.split('|')[2]!.trim();
}

const startsAt = new Date('2026-11-21T04:30:00Z');
const before = (minutes: number) => new Date(startsAt.getTime() - minutes * 60_000);
const rupees = (text: string) => Math.round(Number(text.replace(',', '')) * 100);

it('costs what the table says', () => {
  const costs = (id: string) => policy.clauseNamed(id)!.amount;
  const said = (row: string) => {
    const [, share, cap] = /^(\d+) % of the price, at most ₹(\d+)$/.exec(feeOf(row))!;
    return { sharePercent: Number(share), fixedPaise: 0, capPaise: rupees(cap!) };
  };
  expect(feeOf('Until 4 hours before the start')).toBe('nothing');
  expect(policy.clauseNamed('CAN-1')).toMatchObject({
    when: { hoursBeforeStart: 4 },
    amount: { sharePercent: 0, fixedPaise: 0 },
  });
  expect(costs('CAN-2')).toEqual(said('Later than 4 hours before the start'));
  expect(costs('CAN-3')).toEqual(said('After the professional has set out'));
  expect(cancellation).toContain('charged like a cancellation after the professional has set out');
  expect(costs('NSH-1')).toEqual(costs('CAN-3'));
});

it('costs what the examples say', () => {
  const [kitchen, free, late, share, enRoute] = [
    /kitchen cleaning for ₹([\d,.]+)/,
    /cancelled on Saturday at 5:45 am it is (free)/,
    /cancelled at 7:30 am it costs ₹(\d+)/,
    /because 20 % would be ₹([\d.]+)/,
    /already on the road it costs ₹(\d+)/,
  ].map((example) => example.exec(cancellation)![1]!);
  const totalPaise = rupees(kitchen!);
  const fee = (isEnRoute: boolean, minutes: number, total = totalPaise) =>
    policy.cancellationTerms({ isEnRoute, startsAt, totalPaise: total }, before(minutes)).feePaise;
  expect(free).toBe('free');
  expect(fee(false, 255)).toBe(0);
  expect(fee(false, 150)).toBe(rupees(late!));
  expect(Math.round((totalPaise * 20) / 100)).toBe(rupees(share!));
  expect(fee(true, 10)).toBe(rupees(enRoute!));
  const [, plumber, hour, setOut] =
    /plumber visit for ₹([\d.]+): cancelled one hour before, it costs ₹([\d.]+); after the plumber has set out, ₹([\d.]+)\./.exec(
      cancellation,
    )!;
  expect(fee(false, 60, rupees(plumber!))).toBe(rupees(hour!));
  expect(fee(true, 60, rupees(plumber!))).toBe(rupees(setOut!));
});

it('lets a visit be moved as the handbook says', () => {
  expect(cancellation).toContain('Moving a visit to another slot is free until 4 hours before the start');
  expect(cancellation).toContain('Later than that, moving counts as cancelling and booking anew');
  const moving = (isEnRoute: boolean, minutes: number) =>
    policy.reschedulingTerms({ isEnRoute, startsAt, totalPaise: 1000_00 }, before(minutes));
  expect(moving(false, 240)).toMatchObject({ feePaise: 0, clauses: [{ id: 'MOV-1' }] });
  expect(moving(false, 239)).toMatchObject({ feePaise: 200_00, clauses: [{ id: 'MOV-2' }, { id: 'CAN-2' }] });
  expect(moving(true, 300)).toMatchObject({ feePaise: 500_00, clauses: [{ id: 'MOV-3' }, { id: 'CAN-3' }] });
});

it('refunds and makes up for as long, and as much, as the handbook says', () => {
  const [, usual, double] =
    /accepted until (\d+) days after it, and for double payments until (\d+) days/.exec(refunds)!;
  expect(policy.clauseNamed('REF-3')!.when.daysAfterVisit).toBe(Number(usual));
  expect(policy.clauseNamed('REF-4')!.when.daysAfterVisit).toBe(Number(double));
  const [, credit] = /fails twice because of us, you receive a credit of ₹(\d+)/.exec(cancellation)!;
  expect(amountBy(policy.clauseNamed('GWL-1')!, 50_00)).toBe(rupees(credit!));
});

it('is a version that staff could have written', () => {
  expect(
    createPolicyInput.safeParse({ note: 'The first one.', clauses: policy.clauses }).error,
  ).toBeUndefined();
});

it('says in each text the figures that its clause settles', () => {
  for (const { id, text, when, amount } of policy.clauses) {
    const figures = [
      when.hoursBeforeStart,
      when.daysAfterVisit,
      amount.capPaise && amount.capPaise / 100,
      amount.fixedPaise / 100,
      amount.sharePercent === 100 ? 0 : amount.sharePercent,
    ].filter(Boolean);
    for (const language of ['en', 'hi'] as const)
      for (const figure of figures) expect(`${id}: ${text[language]}`).toContain(String(figure));
  }
});
