// What single steps of an authenticated request cost, in process, beside an empty asynchronous call in the same run.
import 'reflect-metadata';
import { Redis } from 'ioredis';
import { MemoryArrivalTimes, RedisArrivalTimes, type ArrivalTimes } from '#libs/http';
import { createLogger } from '#libs/observability';
import { openInMemory } from '#libs/orm';
import { embeddedDatabase } from '../../ormconfig.js';
import { createApp } from '../../src/app.js';
import { settingsSchema } from '../../src/config/settings.js';
import { AccessTokens } from '../../src/sessions/access-tokens.js';
import { SessionCache } from '../../src/sessions/session-cache.js';

const rounds = 7;
const callsARound = 100_000;
/** Over the network a call is a round trip: fewer of them tell as much. */
const remoteCallsARound = 3_000;

export interface Part {
  what: string;
  /** Microseconds a call: the median of the rounds. */
  microseconds: number;
}

export async function measureParts(): Promise<Part[]> {
  const settings = settingsSchema.parse({
    DEMO_DATA: 'false',
    SECRET_KEY: 'x'.repeat(32),
    ACCESS_TOKEN_SECONDS: '86400',
  });
  const app = await createApp(settings, {
    database: embeddedDatabase(await openInMemory()),
    logger: createLogger('silent'),
  });
  const person = { name: 'Asha Rao', email: 'parts@example.com', password: 'correct horse 42' };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/register', payload: person });
  const { accessToken } = answer.json<{ accessToken: string }>();
  const tokens = app.get(AccessTokens, { strict: false });
  const sessions = app.get(SessionCache, { strict: false });
  const claims = tokens.read(accessToken)!;
  const parts = [
    await part('empty asynchronous call', async () => {}),
    await part('access token, verified before', () => tokens.read(accessToken)),
    await part('is the session alive (asked again every 0.9 s)', () => sessions.actorOf(claims)),
    await limiter('limiter in memory', new MemoryArrivalTimes(), callsARound),
    ...(await redisParts()),
  ];
  await app.close();
  return parts;
}

async function redisParts(): Promise<Part[]> {
  const url = process.env.REDIS_URL;
  if (!url) return [];
  const redis = new Redis(url);
  const measured = await limiter(
    'limiter in Redis, one after the other',
    new RedisArrivalTimes(redis),
    remoteCallsARound,
  );
  redis.disconnect();
  return [measured];
}

function limiter(what: string, arrivals: ArrivalTimes, calls: number): Promise<Part> {
  let now = 0;
  return part(what, () => arrivals.admit(`bench:${now % 1_000}`, (now += 1), 600, 60_000), calls);
}

async function part(what: string, call: () => unknown, calls = callsARound): Promise<Part> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    for (let done = 0; done < calls; done++) await call();
    took.push(((performance.now() - started) * 1000) / calls);
  }
  const median = took.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
  return { what, microseconds: Math.round(median * 100) / 100 };
}
