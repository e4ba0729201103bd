// The state diagram of the guide is the table: whoever changes one is told of the other.
import { readFile } from 'node:fs/promises';
import { paymentStatuses, paymentTransitions } from './payment.states.js';

it('stands in docs/money.md as the table has it', async () => {
  const guide = await readFile(new URL('../../../docs/money.md', import.meta.url), 'utf8');
  const [, diagram] = /```mermaid\n(.+?)```/s.exec(guide)!;
  const steps = paymentStatuses.flatMap((from) => paymentTransitions[from].map((to) => `${from} --> ${to}`));
  const ends = paymentStatuses.filter((status) => paymentTransitions[status].length === 0);
  const lines = [
    'stateDiagram-v2',
    '[*] --> created',
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
