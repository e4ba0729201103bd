// The servers that bench/http.ts compares, each in a process of its own, started and asked for its CPU time over IPC.
import 'reflect-metadata';
import { fastify } from 'fastify';
import { openInMemory } from '#libs/orm';
import { embeddedDatabase } from '../../ormconfig.js';
import { createApp } from '../../src/app.js';
import { settingsSchema } from '../../src/config/settings.js';

export type Target = 'bare' | 'validate' | 'me';

export interface Asked {
  cpu?: true;
  target?: Target;
  /** What bare Fastify answers. */
  body?: string;
}

export interface Ready {
  url: string;
  headers: Record<string, string>;
  /** What the measured route answers. */
  body: string;
}

const paths = { validate: '/api/v1/auth/validate', me: '/api/v1/users/me' };
const unlimited = 1_000_000_000;

process.on('message', (asked: Asked) => {
  if (asked.cpu) {
    const { user, system } = process.cpuUsage();
    process.send!({ microseconds: user + system });
  } else {
    void serve(asked).then((ready) => process.send!(ready));
  }
});

function serve({ target, body }: Asked): Promise<Ready> {
  return target === 'bare' ? bare(JSON.parse(body!) as object) : full(paths[target!]);
}

async function bare(answer: object): Promise<Ready> {
  const server = fastify();
  server.get('/', () => answer);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { url, headers: {}, body: '' };
}

/** As shipped, but for the limits. */
async function full(path: string): Promise<Ready> {
  const settings = settingsSchema.parse({
    DEMO_DATA: 'false',
    SECRET_KEY: 'x'.repeat(32),
    ACCESS_TOKEN_SECONDS: '86400',
    RATE_LIMIT_DEFAULT: String(unlimited),
    REQUESTS_PER_CALLER: String(unlimited),
    REQUESTS_AT_ONCE: String(unlimited),
  });
  const app = await createApp(settings, { database: embeddedDatabase(await openInMemory()) });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.getHttpServer().address() as { port: number };
  const address = `http://127.0.0.1:${port}`;
  const headers = { authorization: `Bearer ${await register(address)}` };
  const body = await (await fetch(address + path, { headers })).text();
  return { url: address + path, headers, body };
}

async function register(address: string): Promise<string> {
  const answer = await fetch(`${address}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Asha Rao',
      email: 'asha@example.com',
      phone: '9876543210',
      password: 'correct horse 42',
    }),
  });
  if (answer.status !== 201) throw new Error(`Registering failed: ${await answer.text()}`);
  return ((await answer.json()) as { accessToken: string }).accessToken;
}
