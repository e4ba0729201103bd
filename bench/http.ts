// What everything around a handler costs: server CPU a request beside bare Fastify answering the same JSON, in interleaved rounds, and
// what its steps cost alone.
// Arguments: rounds (default 5) and seconds a round and server (default 3).
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { measureParts } from './http/parts.js';
import type { Asked, Ready, Target } from './http/server.js';

interface Server {
  process: ChildProcess;
  ready: Ready;
}

interface Measured {
  cpuMicroseconds: number;
  perSecond: number;
}

/**
 * Several requests on their way over each connection keep the client from falling asleep: on a virtual machine waking it costs the
 * server more than the request, and only a server that lets it wait is charged for it.
 */
const pressure = { connections: 20, pipelining: 10 };
const targets: readonly Target[] = ['bare', 'validate', 'me'];
const whats: Record<Target, string> = {
  bare: 'bare Fastify',
  validate: 'GET /auth/validate, no database',
  me: 'GET /users/me, database',
};

export async function run([rounds = '5', seconds = '3']: string[]): Promise<void> {
  const servers = {} as Record<Target, Server>;
  servers.validate = await start('validate');
  const { body } = servers.validate.ready;
  servers.bare = await start('bare', body);
  servers.me = await start('me');
  try {
    const measured: Record<Target, Measured[]> = { bare: [], validate: [], me: [] };
    for (const target of targets) await load(servers[target], Number(seconds)); // warm
    for (let round = 0; round < Number(rounds); round++) {
      for (const target of targets) measured[target].push(await load(servers[target], Number(seconds)));
    }
    report(measured, await atRate(servers.me, 200, 10));
    const parts = await measureParts();
    console.table(parts);
    console.log(JSON.stringify({ benchmark: 'http', parts }));
  } finally {
    for (const { process } of Object.values(servers)) process.kill();
  }
}

function report(
  measured: Record<Target, Measured[]>,
  latency: { p50: number; p95: number; errors: number },
): void {
  const figures = targets.map((target) => {
    const ratios = measured[target].map(
      (round, index) => round.cpuMicroseconds / measured.bare[index]!.cpuMicroseconds,
    );
    return {
      what: whats[target],
      cpuMicroseconds: rounded(median(measured[target].map((round) => round.cpuMicroseconds))),
      timesBare: rounded(median(ratios)),
      perSecond: Math.round(median(measured[target].map((round) => round.perSecond))),
      bar: target === 'validate' ? '≤ 4, goal 2.5' : '',
    };
  });
  console.table(figures);
  console.log(
    `GET /users/me at 200 requests/s: p50 ${latency.p50} ms (bar 2), p95 ${latency.p95} ms (bar 10), ${latency.errors} errors`,
  );
  console.log(JSON.stringify({ benchmark: 'http', figures, latencyAt200: latency }));
}

async function start(target: Target, body?: string): Promise<Server> {
  // Its log, one line a request, is written as always, but to nowhere.
  const child = fork(join(import.meta.dirname, 'http', 'server.js'), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send({ target, body });
  const [ready] = (await once(child, 'message')) as [Ready];
  return { process: child, ready };
}

/** As many requests as it can take. */
async function load({ process, ready }: Server, seconds: number): Promise<Measured> {
  const before = await cpu(process);
  const result = await autocannon({ url: ready.url, headers: ready.headers, ...pressure, duration: seconds });
  const spent = (await cpu(process)) - before;
  const answered = result['2xx'];
  if (result.errors > 0 || result.non2xx > 0) {
    throw new Error(`${result.errors} errors, ${result.non2xx} refusals at ${ready.url}`);
  }
  return { cpuMicroseconds: spent / answered, perSecond: answered / result.duration };
}

/** Evenly paced. */
async function atRate({ ready }: Server, rate: number, seconds: number) {
  const options = {
    url: ready.url,
    headers: ready.headers,
    connections: 1,
    overallRate: rate,
    duration: seconds,
  };
  const samples: number[] = [];
  const running = autocannon(options);
  running.on('response', (_client: unknown, _status: number, _bytes: number, milliseconds: number) =>
    samples.push(milliseconds),
  );
  const { errors, non2xx } = await running;
  samples.sort((a, b) => a - b);
  const at = (share: number) => rounded(samples[Math.floor(samples.length * share)]!);
  return { p50: at(0.5), p95: at(0.95), errors: errors + non2xx };
}

/** Microseconds of the server's process so far. */
async function cpu(process: ChildProcess): Promise<number> {
  process.send({ cpu: true } satisfies Asked);
  const [{ microseconds }] = (await once(process, 'message')) as [{ microseconds: number }];
  return microseconds;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
