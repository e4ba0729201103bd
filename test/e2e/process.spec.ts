// The program as the system sees it: how it refuses to start, and how it stops.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAccounts } from '../../src/demo/demo-data.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { startApp } from '../support/app.js';
import { freshDatabase } from '../support/database.js';
import { startedDataDirectory, type DataDirectory } from '../support/data-directory.js';
import { addressOf, runProgram, type Program } from '../support/program.js';

const directories: DataDirectory[] = [];
const programs: Program[] = [];

async function dataDirectory(): Promise<string> {
  const directory = await startedDataDirectory();
  directories.push(directory);
  return directory.path;
}

async function start(settings: Record<string, string> = {}): Promise<Program> {
  const DATA_DIR = settings.DATA_DIR ?? (await dataDirectory());
  const program = runProgram({ LOG_LEVEL: 'warn', ...settings, DATA_DIR });
  programs.push(program);
  return program;
}

afterEach(async () => {
  for (const program of programs) program.process.kill('SIGKILL');
  await Promise.all(programs.map((program) => program.ended));
  for (const directory of directories.splice(0)) directory.remove();
  programs.length = 0;
});

async function refusal(program: Program): Promise<string> {
  expect(await program.ended).toBe(1);
  const { stderr } = program.output();
  expect(stderr).not.toMatch(/\n\s+at /);
  return stderr;
}

it('names every setting that is wrong', async () => {
  const message = await refusal(await start({ PORT: 'canary', SECRET_KEY: 'short', NODE_ENV: 'canary' }));
  for (const name of ['PORT', 'SECRET_KEY', 'NODE_ENV']) expect(message).toContain(name);
  expect(message).not.toContain('canary');
});

describe('before any work is done, in one sentence, it refuses', () => {
  /** Nothing is there yet: a start that had begun to work would have made it. */
  const untouched = join(tmpdir(), `desk-never-made-${process.pid}`);
  const refused = async (settings: Record<string, string>) => {
    const message = await refusal(await start({ DATA_DIR: untouched, ...settings }));
    expect(message.trimEnd()).not.toContain('\n');
    expect(existsSync(untouched)).toBe(false);
    return message;
  };

  it('servers that are not there, and addresses that are not its own', async () => {
    const database = 'postgres://asha:canary@127.0.0.1:1/desk';
    const [server, redis, noRedis, host] = await Promise.all([
      refused({ DATABASE_URL: database }),
      refused({ REDIS_URL: 'redis://redis.invalid:6379' }),
      refused({ REDIS_URL: 'redis://asha:canary@127.0.0.1:1' }),
      refused({ HOST: '192.0.2.1' }),
    ]);
    expect(server).toMatch(/^Nothing answers at 127\.0\.0\.1:1, the server of DATABASE_URL/);
    expect(server).not.toContain('canary');
    expect(redis).toMatch(/REDIS_URL .* host cannot be found/);
    expect(noRedis).toMatch(/^Nothing answers at 127\.0\.0\.1:1, the Redis of REDIS_URL/);
    expect(noRedis).not.toContain('canary');
    expect(host).toMatch(/HOST .*192\.0\.2\.1/);
  });

  const serverUrl = process.env.DATABASE_URL;
  if (serverUrl) {
    it('a database that does not exist, and does not create it', async () => {
      const url = Object.assign(new URL(serverUrl), { pathname: '/no_such_desk' });
      const message = await refused({ DATABASE_URL: url.toString() });
      expect(message).toMatch(/database of DATABASE_URL does not exist .*"no_such_desk"/);
      expect(await refused({ DATABASE_URL: url.toString() })).toBe(message);
    });

    it('a file in the place of the directory in which it would keep its secret', async () => {
      const DATA_DIR = join(await dataDirectory(), 'secret-key');
      const message = await refusal(await start({ DATA_DIR, DATABASE_URL: serverUrl }));
      expect(message).toMatch(/DATA_DIR .*secret-key/);
    });

    it('a user that the server does not let in', async () => {
      const url = Object.assign(new URL(serverUrl), { username: 'no_such_user', password: 'canary' });
      const message = await refused({ DATABASE_URL: url.toString() });
      expect(message).toMatch(/server of DATABASE_URL lets this user not in .*no_such_user/);
      expect(message).not.toContain('canary');
    });
  }
});

it('does not share a data directory', async () => {
  const DATA_DIR = await dataDirectory();
  const first = await start({ DATA_DIR });
  await addressOf(first);
  expect(await refusal(await start({ DATA_DIR }))).toContain(`in use by process ${first.process.pid}`);
});

it('takes over the directory of a process that was killed', async () => {
  const DATA_DIR = await dataDirectory();
  const first = await start({ DATA_DIR });
  await addressOf(first);
  first.process.kill('SIGKILL');
  await first.ended;
  const address = await addressOf(await start({ DATA_DIR }));
  expect((await fetch(new URL('/health', address))).status).toBe(200);
});

it('gives production no accounts whose passwords are published', async () => {
  const production = {
    NODE_ENV: 'production',
    SECRET_KEY: 'x'.repeat(32),
    PUBLIC_URL: 'https://desk.example',
  };
  const program = await start({ ...production, DEMO_DATA: '' });
  const cities = await fetch(new URL('/api/v1/places/cities', await addressOf(program)));
  expect(await cities.json()).toEqual({ items: [] });
  expect(program.output().stdout).not.toContain(demoAccounts.customer.password);
});

if (process.env.DATABASE_URL) {
  it('loads the demo data once when two start at the same moment on one server', async () => {
    const database = await freshDatabase();
    const settings = { DEMO_DATA: true };
    const [first, second] = await Promise.all([
      startApp({ database, settings }),
      startApp({ database: { ...database, close: async () => {} }, settings }),
    ]);
    expect(await second.orm.em.fork().count(Staff, { email: demoAccounts.staff[0]!.email })).toBe(1);
    await second.close();
    await first.close();
  });
}

it('says that its port is taken', async () => {
  const { port } = await addressOf(await start());
  const DATA_DIR = join(tmpdir(), `desk-never-made-${process.pid}`);
  expect(await refusal(await start({ PORT: port, DATA_DIR }))).toContain(`Port ${port} is in use`);
  expect(existsSync(DATA_DIR)).toBe(false);
});

describe('on SIGTERM', () => {
  it('is no longer ready, finishes what it has begun, and exits with 0', async () => {
    const program = await start({ SHUTDOWN_SECONDS: '15' });
    const address = await addressOf(program);
    const begun = await beginRequest(address);
    program.process.kill('SIGTERM');

    await until(async () => (await statusOf(address, '/health/readiness')) === 503);
    expect(await statusOf(address, '/health/liveness')).toBe(200);
    await until(async () => (await statusOf(address, '/health/liveness')) === 'refused');
    expect(await begun.finish()).toMatch(/^HTTP\/1\.1 401 /);
    expect(await program.ended).toBe(0);
  });

  it('drops nobody who calls without a pause, over connections that are kept open', async () => {
    const program = await start({ SHUTDOWN_SECONDS: '6' });
    const address = new URL('/health/liveness', await addressOf(program));
    const agent = new Agent({ keepAlive: true });
    const callers = Array.from({ length: 40 }, () => new Caller(address, agent));
    const ends = callers.map((caller) => caller.callUntilItFails());
    await until(async () => callers.every(({ answers }) => answers > 2));
    program.process.kill('SIGTERM');
    // Whoever has just come is let in or not; nobody is left without an answer.
    expect(new Set(await Promise.all(ends))).toEqual(new Set(['ECONNREFUSED']));
    expect(callers.every(({ farewells }) => farewells > 0)).toBe(true);
    expect(await program.ended).toBe(0);
  });

  it('cuts off what does not end in time', async () => {
    const program = await start({ SHUTDOWN_SECONDS: '1' });
    await beginRequest(await addressOf(program));
    program.process.kill('SIGTERM');
    expect(await program.ended).toBe(1);
  });
});

it('stops at once on SIGINT', async () => {
  const program = await start({ SHUTDOWN_SECONDS: '600' });
  await addressOf(program);
  program.process.kill('SIGINT');
  expect(await program.ended).toBe(0);
});

class Caller {
  answers = 0;
  /** Answers that said that their connection ends. */
  farewells = 0;

  constructor(
    private readonly address: URL,
    private readonly agent: Agent,
  ) {}

  /** @returns code of the error */
  async callUntilItFails(): Promise<string | undefined> {
    try {
      for (;;) await this.call();
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
  }

  private async call(): Promise<void> {
    const [answer] = (await once(get(this.address, { agent: this.agent }), 'response')) as [IncomingMessage];
    await once(answer.resume(), 'end');
    this.answers++;
    if (answer.headers.connection === 'close') this.farewells++;
  }
}

/** A request of which all but the last byte has arrived. */
async function beginRequest({ hostname, port }: URL): Promise<{ finish(): Promise<string> }> {
  const body = JSON.stringify({ identifier: 'nobody@example.com', password: 'correct horse 42' });
  const socket = await new Promise<Socket>((resolve, reject) => {
    const made = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname, () =>
      resolve(made),
    );
    made.on('error', reject);
  });
  socket.write(
    `POST /api/v1/auth/login HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
  );
  socket.write(body.slice(0, -1));
  return {
    finish: () =>
      new Promise((resolve) => {
        let answer = '';
        socket.on('data', (data) => (answer += data)).on('close', () => resolve(answer));
        socket.write(body.slice(-1));
      }),
  };
}

async function statusOf(address: URL, path: string): Promise<number | 'refused'> {
  try {
    return (await fetch(new URL(path, address), { headers: { connection: 'close' } })).status;
  } catch {
    return 'refused';
  }
}

/** Asks again and again; the time limit is the test's. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}
