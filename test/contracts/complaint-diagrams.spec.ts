// The state diagrams of the guides are the tables: whoever changes one is told of the other.
import { readFile } from 'node:fs/promises';
import { remedyTransitions } from '../../src/remedies/remedy.states.js';
import { incidentTransitions } from '../../src/incidents/incident.states.js';

it.each<[guide: string, first: string, table: Readonly<Record<string, readonly string[]>>]>([
  ['incidents', 'offered', incidentTransitions],
  ['remedies', 'proposed', remedyTransitions],
])('of docs/%s.md stands there as the table has it', async (guide, first, table) => {
  const text = await readFile(new URL(`../../docs/${guide}.md`, import.meta.url), 'utf8');
  const [, diagram] = /```mermaid\n(.+?)```/s.exec(text)!;
  const steps = Object.entries(table).flatMap(([from, next]) => next.map((to) => `${from} --> ${to}`));
  const ends = Object.keys(table).filter((status) => table[status]!.length === 0);
  const lines = [
    'stateDiagram-v2',
    `[*] --> ${first}`,
    ...steps,
    ...ends.map((status) => `${status} --> [*]`),
  ];
  const shown = diagram!.trim().split('\n');
  expect(shown.map((line) => line.trim())).toEqual(lines);
});
