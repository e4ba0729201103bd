// The state diagram of the guide is the table: whoever changes one is told of the other.
import { readFile } from 'node:fs/promises';
import { searchStates, searchTransitions } from './substitute.states.js';

it('stands in docs/dispatch.md as the table has it', async () => {
  const guide = await readFile(new URL('../../../docs/dispatch.md', import.meta.url), 'utf8');
  const [, diagram] = /```mermaid\n(.+?)```/s.exec(guide)!;
  const steps = searchStates.flatMap((from) => searchTransitions[from].map((to) => `${from} --> ${to}`));
  const ends = searchStates.filter((state) => searchTransitions[state].length === 0);
  const lines = [
    'stateDiagram-v2',
    '[*] --> searching',
    ...steps,
    ...ends.map((state) => `${state} --> [*]`),
  ];
  expect(
    diagram!
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  ).toEqual(lines);
});
