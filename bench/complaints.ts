// What the operations desk costs. SLA: 100,000 open complaints reckoned anew, beside a walker that goes minute by minute, and by the job that does
// it when another calendar is published, on the embedded database or on DATABASE_URL.
// Figures of the clock are processor time, those of the job are by the wall. Arguments: complaints (default 100000).
import 'reflect-metadata';
import type { Figure } from './complaints/figure.js';
import { clockFigures, jobFigures } from './complaints/sla.js';

export async function run([count = '100000']: string[]): Promise<void> {
  const rows: Figure[] = clockFigures(Number(count));
  console.table(rows);
  const job = await jobFigures(Number(count));
  console.table(job);
  rows.push(...job);
  console.log(JSON.stringify({ benchmark: 'complaints', complaints: Number(count), rows }));
}
