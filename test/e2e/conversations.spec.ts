// Whole conversations, as written in test/conversations, over the demo data: what is said on the way, and what is booked in the end.
import { playDialogue, totalExpected, type BookedRow } from '../conversations/player.js';
import { isExpectedComplaint } from '../conversations/complaints.js';
import { dialogueFiles, dialoguesIn, type ExpectedBooking } from '../conversations/script.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';

const directory = 'test/conversations';
let running: TestApp;
let given: Given;

beforeAll(async () => {
  running = await startApp({ settings: { DEMO_DATA: true } });
  given = givenIn(running);
});
afterAll(() => running.close());

describe.each(dialogueFiles(directory))('%s', (file) => {
  it.each(dialoguesIn(directory, file).map((dialogue) => [dialogue.title, dialogue] as const))(
    '%s',
    async (_, dialogue) => {
      const { turns, rows, complaints } = await playDialogue(running, given, dialogue);
      expect(turns.flatMap(({ faults }) => faults)).toEqual([]);
      const shown = sorted(rows).map(({ isGiven: _isGiven, ...row }) => row);
      expect(shown).toEqual(await Promise.all(sorted(dialogue.bookings).map(expectedOf)));
      const written = complaints.filter(({ isUntouched }) => !isUntouched);
      const unexpected = written.filter(
        (row) => !dialogue.complained.some((each) => isExpectedComplaint(row, each)),
      );
      expect([unexpected, written.length]).toEqual([[], dialogue.complained.length]);
    },
  );
});

function sorted<Row extends ExpectedBooking | BookedRow>(rows: readonly Row[]): Row[] {
  const key = ({ service, isCancelled }: Row): string => `${service} ${isCancelled}`;
  return rows.toSorted((a, b) => key(a).localeCompare(key(b)));
}

/** What the script expects, with the price by the price rules for exactly that. */
async function expectedOf(expected: ExpectedBooking): Promise<object> {
  const { time, address, notes } = expected;
  return {
    ...expected,
    time: expect.stringMatching(time ?? /^\d\d:\d\d$/),
    address: expect.stringContaining(address),
    notes: expect.stringMatching(notes || /^$/),
    totalPaise: await totalExpected(running, expected),
  };
}
