// How long the built program takes until it says "Ready", and the memory that it holds when it has been idle for ten seconds: with an empty data
// directory, which gets its schema and the demo data, and with one that is there. On the embedded database, and where DATABASE_URL names a
// server, in a database of the benchmark's own there as well.
// Arguments: --runs (default 5), --program PATH of another build's main.js, which is run without flags of Node.js.
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { addressOf, runProgram } from '../test/support/program.js';
import { newDatabase } from '../test/crash/servers.js';

const idleMs = 10_000;

interface StartFigures {
  readySeconds: number;
  /** Of all threads, until it was ready: what is left of a start on a machine that has other work. */
  cpuSeconds: number;
  idleMb: number;
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { program: { type: 'string' }, runs: { type: 'string', default: '5' } },
  });
  const runs = Number(values.runs);
  const rows = await rowsOf('embedded', runs, values.program);
  if (process.env.DATABASE_URL) rows.push(...(await rowsOf('PostgreSQL', runs, values.program)));
  console.table(rows);
  console.log(
    'Bars: first start < 10 s, later ones < 2.5 s; idle < 600 MB embedded, < 250 MB on PostgreSQL.',
  );
  const loadAverage = Number(loadavg()[0]!.toFixed(1));
  console.log(JSON.stringify({ benchmark: 'start', program: values.program, runs, loadAverage, rows }));
}

async function rowsOf(place: 'embedded' | 'PostgreSQL', runs: number, program?: string) {
  const [first, later]: [StartFigures[], StartFigures[]] = [[], []];
  for (let round = 0; round < runs; round++) {
    const directory = mkdtempSync(join(tmpdir(), 'bench-start-'));
    const database = place === 'PostgreSQL' ? await newDatabase(process.env.DATABASE_URL!) : undefined;
    const settings = {
      DATA_DIR: join(directory, 'data'),
      DEMO_DATA: 'true',
      SECRET_KEY: 'x'.repeat(32),
      // What V8 keeps of compiled modules lies there: the first start has nothing of it.
      TMPDIR: directory,
      ...(database && { DATABASE_URL: database.url }),
    };
    try {
      first.push(await measured(settings, program));
      later.push(await measured(settings, program));
    } finally {
      await database?.drop();
      rmSync(directory, { recursive: true, force: true });
    }
  }
  return [
    { place, start: 'first', ...medians(first) },
    { place, start: 'later', ...medians(later) },
  ];
}

async function measured(settings: Record<string, string>, entry?: string): Promise<StartFigures> {
  const began = performance.now();
  const program = runProgram(settings, entry, entry === undefined ? undefined : []);
  await addressOf(program);
  const readySeconds = (performance.now() - began) / 1000;
  const pid = program.process.pid!;
  const cpuSeconds = cpuSecondsOf(pid);
  await wait(idleMs);
  const idleMb = residentMbOf(pid);
  program.process.kill('SIGTERM');
  await program.ended;
  return { readySeconds, cpuSeconds, idleMb };
}

/** Linux counts it in hundredths, behind the name of the program, which may contain anything but a bracket at its end. */
function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentMbOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return (Number(kilobytes) * 1024) / 1e6;
}

function medians(figures: readonly StartFigures[]): StartFigures {
  const of = (name: keyof StartFigures): number =>
    figures.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(figures.length / 2)]!;
  return {
    readySeconds: Number(of('readySeconds').toFixed(2)),
    cpuSeconds: Number(of('cpuSeconds').toFixed(2)),
    idleMb: Math.round(of('idleMb')),
  };
}
