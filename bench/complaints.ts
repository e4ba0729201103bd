// What the operations desk costs. SLA: 100,000 open complaints reckoned anew, beside a walker that goes minute by minute, and by the job that does
// it when another calendar is published, on the embedded database or on DATABASE_URL.
// Arguments: complaints (default 100000).
import 'reflect-metadata';
import { slaFigures } from './complaints/sla.js';

export interface Figure {
  what: string;
  value: number;
  unit: string;
}

export async function run([count = '100000']: string[]): Promise<void> {
  const rows: Figure[] = await slaFigures(Number(count));
  console.table(rows);
  console.log(JSON.stringify({ benchmark: 'complaints', complaints: Number(count), rows }));
}
