// What a conversation is scored as: what is missing, what nobody expects, and what was not said.
import type { ComplaintRow } from '../test/conversations/complaints.js';
import type { BookedRow, Played } from '../test/conversations/player.js';
import { dialoguesOf } from '../test/conversations/script.js';
import { isPassed, judgeDialogue } from './judge.js';

const booked: BookedRow = {
  service: 'ac-repair',
  pincode: '560034',
  date: '2026-11-21',
  time: '10:00',
  address: '12, 5th Cross',
  options: [],
  quantity: 1,
  notes: '',
  totalPaise: 41_182,
  isCancelled: false,
  isGiven: false,
};

it('is passed when exactly what is expected is there', () => {
  const judged = judge('=> ac-repair 560034 2026-11-21 10:00 "5th Cross"', [booked]);
  expect(judged).toMatchObject({ rows: { right: 1, of: 1 }, missing: [], forbidden: [] });
  expect(isPassed(judged)).toBe(true);
});

it.each([
  ['another service', { service: 'ac-service' }],
  ['another pincode', { pincode: '560035' }],
  ['another day', { date: '2026-11-22' }],
  ['another time', { time: '11:00' }],
  ['another address', { address: '13, 6th Cross' }],
  ['an option that nobody chose', { options: ['foam'] }],
  ['another number of units', { quantity: 2 }],
  ['a note that nobody left', { notes: 'ring twice' }],
  ['another price', { totalPaise: 41_183 }],
  ['called off', { isCancelled: true }],
])('a row is missing, and the one that is there forbidden: %s', (_, wrong) => {
  const row = { ...booked, ...wrong };
  const judged = judge('=> ac-repair 560034 2026-11-21 10:00 "5th Cross"', [row]);
  expect(judged).toMatchObject({ rows: { right: 0, of: 1 }, forbidden: [row] });
  expect(isPassed(judged)).toBe(false);
});

it('one row answers one expectation', () => {
  const twice =
    '=> ac-repair 560034 2026-11-21 * "5th Cross"\n=> ac-repair 560034 2026-11-21 10:00 "5th Cross"';
  expect(judge(twice, [booked])).toMatchObject({ rows: { right: 1, of: 2 }, forbidden: [] });
  expect(judge(twice, [booked, booked])).toMatchObject({ rows: { right: 2, of: 2 }, forbidden: [] });
});

it('a visit that was not called off as it should have been is missing, not forbidden', () => {
  const given = { ...booked, isGiven: true };
  const judged = judge('=> ac-repair 560034 2026-11-21 10:00 "5th Cross" cancelled', [given]);
  expect(judged).toMatchObject({ rows: { right: 0, of: 1 }, forbidden: [] });
});

it('a visit that was called off and should not have been is forbidden', () => {
  const cancelled = { ...booked, isGiven: true, isCancelled: true };
  const judged = judge('=> ac-repair 560034 2026-11-21 10:00 "5th Cross"', [cancelled]);
  expect(judged).toMatchObject({ rows: { right: 0, of: 1 }, forbidden: [cancelled] });
});

it('where nothing is expected, nothing is one right row', () => {
  expect(judge('=> nothing', [])).toMatchObject({ rows: { right: 1, of: 1 }, forbidden: [] });
  expect(judge('=> nothing', [booked])).toMatchObject({ rows: { right: 0, of: 1 }, forbidden: [booked] });
});

const filed: ComplaintRow = {
  category: 'damage',
  severity: 'high',
  service: 'ac-repair',
  wanted: 'refund',
  became: null,
  added: '',
  isUntouched: false,
};

it.each(['damage high ac-repair', 'quality|damage high ac-repair wants refund'])(
  'a complaint that was filed as expected is right: %s',
  (expected) =>
    expect(judge(`=> complaint ${expected}`, [], [filed])).toMatchObject({
      rows: { right: 1, of: 1 },
      forbiddenComplaints: [],
    }),
);

it.each([
  ['of another kind', 'quality high ac-repair'],
  ['worse than it is', 'damage critical ac-repair'],
  ['about another visit', 'damage high ac-service'],
  ['about none', 'damage high -'],
  ['with another wish', 'damage high ac-repair wants apology'],
  ['withdrawn since', 'damage high ac-repair withdrawn'],
  ['with something added', 'damage high ac-repair added "tile"'],
])('a complaint is missing, and the one that is there forbidden: %s', (_, expected) => {
  const judged = judge(`=> complaint ${expected}`, [], [filed]);
  expect(judged).toMatchObject({ rows: { right: 0, of: 1 }, forbiddenComplaints: [filed] });
  expect(isPassed(judged)).toBe(false);
});

it('a complaint that nobody expects is forbidden, one that stood before is not', () => {
  expect(isPassed(judge('=> nothing', [], [filed]))).toBe(false);
  expect(isPassed(judge('=> nothing', [], [{ ...filed, isUntouched: true }]))).toBe(true);
});

it('what was not said counts, with all that was expected', () => {
  const played: Played = {
    turns: [{ text: 'hi', status: 200, answer: 'Hello.', expected: 3, faults: ['says: ₹ | Hello.'] }],
    rows: [],
    complaints: [],
  };
  const judged = judgeDialogue('booking', dialogueOf('=> nothing'), [], played);
  expect(judged).toMatchObject({ facts: { right: 2, of: 3 }, rows: { right: 1, of: 1 } });
  expect(isPassed(judged)).toBe(false);
});

function judge(expected: string, rows: BookedRow[], complaints: ComplaintRow[] = []) {
  const dialogue = dialogueOf(expected);
  const priced = dialogue.bookings.map((booking) => ({ ...booking, totalPaise: booked.totalPaise }));
  return judgeDialogue('booking', dialogue, priced, { turns: [], rows, complaints });
}

function dialogueOf(expected: string) {
  return dialoguesOf(`== one\n> hi\n${expected}`)[0]!;
}
