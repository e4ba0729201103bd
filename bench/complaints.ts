// What the operations desk costs with 100,000 complaints open: each part beside a baseline in the same run, on the embedded database or on DATABASE_URL
// (an empty one). `queue`: pages of the line and of its filters, and giving complaints to people. `sla`: deadlines reckoned anew beside a walker that
// goes minute by minute, and by the job that does it when another calendar is published.
// Arguments: which parts; all without any.
import 'reflect-metadata';
import { queueFigures } from './complaints/queue.js';
import { slaFigures } from './complaints/sla.js';

const complaints = 100_000;
const parts: Readonly<Record<string, (complaints: number) => Promise<object[]>>> = {
  queue: queueFigures,
  sla: slaFigures,
};

export async function run(asked: string[]): Promise<void> {
  const rows: object[] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const figures = await part(complaints);
    console.table(figures);
    rows.push(...figures);
  }
  console.log(JSON.stringify({ benchmark: 'complaints', complaints, rows }));
}
