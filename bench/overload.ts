// What the load that others make costs a bystander. The built program runs as a process of its own, as shipped but for the limits where a
// scenario says so, with the demo data on the embedded database (or on DATABASE_URL).
// Arguments: --program PATH of another build's main.js, --seconds of a scenario (default 20), --only one scenario.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addressOf, runProgram, type Program } from '../test/support/program.js';
import type { BystanderAsked, BystanderSeen } from './overload/bystander.js';
import { LoadClient, Outcomes } from './overload/client.js';
import { scenarios, type Scenario } from './overload/scenarios.js';

const unlimited = '1000000000';
const raised = Object.fromEntries(
  ['DEFAULT', 'CHAT', 'AUTH', 'EXPENSIVE'].map((name) => [`RATE_LIMIT_${name}`, unlimited]),
);
/** The bystander calls from elsewhere: all of 127.0.0.0/8 is this machine, on Linux. */
const elsewhere = '127.0.0.2';

interface Options {
  program: string;
  seconds: number;
  directory: string;
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      program: { type: 'string', default: 'dist/src/main.js' },
      seconds: { type: 'string', default: '20' },
      only: { type: 'string' },
    },
  });
  const directory = mkdtempSync(join(tmpdir(), 'bench-overload-'));
  const options = { program: values.program, seconds: Number(values.seconds), directory };
  try {
    // The first start loads the demo data and learns: it is not measured.
    const first = await start(options, {});
    await stop(first.program);
    const rows = [];
    for (const scenario of scenarios)
      if (!values.only || values.only === scenario.name) rows.push(await measured(scenario, options));
    console.table(rows);
    console.log('Bars: bystander p95 <= 100 ms, liveness <= 50 ms, longest wait <= 5,000 ms.');
    console.log(JSON.stringify({ benchmark: 'overload', program: values.program, rows }));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measured(scenario: Scenario, options: Options) {
  console.log(`${scenario.name}: ${scenario.what}`);
  const { program, address } = await start(options, scenario.raisedLimits ? raised : {});
  const outcomes = new Outcomes();
  const client = new LoadClient(address.href, outcomes);
  try {
    const setUp = new LoadClient(address.href);
    const tokens: string[] = [];
    for (let made = 0; made < scenario.customers + 1; made++) tokens.push(await register(setUp, made));
    setUp.close();
    const [own, ...others] = tokens;
    const bystander = await watching({ address: address.href, token: own!, localAddress: elsewhere });
    await scenario.run({ client, address, tokens: others, seconds: options.seconds });
    return row(scenario, await bystander.stop(), outcomes);
  } finally {
    client.close();
    await stop(program);
  }
}

function row({ name }: Scenario, { me, liveness, statuses }: BystanderSeen, outcomes: Outcomes) {
  return {
    scenario: name,
    'me p50': me.p50,
    'me p95': me.p95,
    'me max': me.max,
    'me not 200': Object.entries(statuses).reduce((sum, [status, n]) => sum + (status === '200' ? 0 : n), 0),
    'live p95': liveness.p95,
    'live max': liveness.max,
    '2xx': outcomes.of(200, 299),
    409: outcomes.of(409),
    429: outcomes.of(429),
    503: outcomes.of(503),
    'other 4xx': outcomes.of(400, 499) - outcomes.of(409) - outcomes.of(429),
    'other 5xx': outcomes.of(500, 599) - outcomes.of(503),
    errors: outcomes.errors,
    'longest wait': Math.round(outcomes.longestMs),
  };
}

async function start({ program: entry, directory }: Options, limits: Record<string, string>) {
  const program = runProgram(
    {
      DATA_DIR: directory,
      DEMO_DATA: 'true',
      SECRET_KEY: 'x'.repeat(32),
      LOG_LEVEL: 'silent',
      ...limits,
      ...(process.env.DATABASE_URL && { DATABASE_URL: process.env.DATABASE_URL }),
    },
    entry,
  );
  return { program, address: await addressOf(program) };
}

async function stop({ process: child, ended }: Program): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

async function register(client: LoadClient, number: number): Promise<string> {
  const person = {
    name: 'Asha Rao',
    email: `asha.${process.pid}.${Date.now()}.${number}@example.com`,
    password: 'correct horse 42',
  };
  const answer = await client.call({
    method: 'POST',
    path: '/api/v1/auth/register',
    body: JSON.stringify(person),
  });
  if (answer?.status !== 201) throw new Error(`Registering failed: ${answer?.text}`);
  return (JSON.parse(answer.text) as { accessToken: string }).accessToken;
}

async function watching(asked: BystanderAsked): Promise<{ stop(): Promise<BystanderSeen> }> {
  const child = fork(join(import.meta.dirname, 'overload', 'bystander.js'));
  child.send(asked);
  await once(child, 'message');
  return {
    stop: async () => {
      child.send('stop');
      const [seen] = (await once(child, 'message')) as [BystanderSeen];
      return seen;
    },
  };
}
