// The state diagram of the guide is the table: whoever changes one is told of the other.
import { readFile } from 'node:fs/promises';
import { bookingStatuses, bookingTransitions } from './booking.states.js';

it('stands in docs/booking.md as the table has it', async () => {
  const guide = await readFile(new URL('../../docs/booking.md', import.meta.url), 'utf8');
  const [, diagram] = /```mermaid\n(.+?)```/s.exec(guide)!;
  const steps = bookingStatuses.flatMap((from) => bookingTransitions[from].map((to) => `${from} --> ${to}`));
  const ends = bookingStatuses.filter((status) => bookingTransitions[status].length === 0);
  const lines = [
    'stateDiagram-v2',
    '[*] --> confirmed',
    ...steps,
    ...ends.map((status) => `${status} --> [*]`),
  ];
  expect(
    diagram!
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  ).toEqual(lines);
});
