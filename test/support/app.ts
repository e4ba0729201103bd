// The whole program over a database of its own, with a clock that stands still.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { MikroORM } from '@mikro-orm/core';
import type { LoadGauge } from '#libs/admission';
import { createLogger, type LogLevel } from '#libs/observability';
import { FixedClock } from '#libs/time';
import type { OpenDatabase } from '#libs/orm';
import { createApp } from '../../src/app.js';
import { settingsSchema, type SettingValues } from '../../src/config/settings.js';
import { freshDatabase } from './database.js';

/** A Friday morning, 10:00 in India. */
export const standardNow = new Date('2026-11-20T04:30:00Z');

/** One request, as `app.inject` takes it, and the answer to it. */
export type Http = (request: InjectOptions) => Promise<LightMyRequestResponse>;

export interface TestApp {
  app: NestFastifyApplication;
  http: Http;
  orm: MikroORM;
  clock: FixedClock;
  database: OpenDatabase;
  /** Every line that was logged, parsed; only with `logLevel`. */
  log: Record<string, unknown>[];
  close(): Promise<void>;
}

export interface TestAppOptions {
  clock?: FixedClock;
  settings?: Partial<SettingValues>;
  database?: OpenDatabase;
  logLevel?: LogLevel;
  /** How busy the process seems to be. Not at all, unless a suite is about it. */
  load?: LoadGauge;
  /** More modules, for routes that only a test needs. */
  modules?: object[];
}

/** No test runs into a limit that it is not about, and no story outlives its token. */
const generous = {
  DEMO_DATA: false,
  // Whether it answers in time depends on the machine; only suites about it switch it on.
  LANGUAGE_ENCODER: 'off' as const,
  // Jobs run only where a suite is about them: `settings: { ROLE: 'all' }`.
  ROLE: 'api' as const,
  ACCESS_TOKEN_SECONDS: 10 * 365 * 86_400,
  RATE_LIMIT_DEFAULT: 100_000,
  RATE_LIMIT_CHAT: 100_000,
  RATE_LIMIT_AUTH: 100_000,
  RATE_LIMIT_EXPENSIVE: 100_000,
  // However slow the machine is that they run on.
  REQUESTS_PER_CALLER: 1_000,
  REQUESTS_PER_ADDRESS: 1_000,
  REQUESTS_AT_ONCE: 10_000,
};

const idle: LoadGauge = { read: () => ({ databaseWaitMs: 0, loopDelayMs: 0 }), close: () => {} };

export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const clock = options.clock ?? new FixedClock(standardNow);
  const database = options.database ?? (await freshDatabase());
  const log: Record<string, unknown>[] = [];
  const logger = createLogger(options.logLevel ?? 'silent', {
    write: (line: string) => void log.push(JSON.parse(line)),
  });
  const settings = {
    ...settingsSchema.parse({ NODE_ENV: 'test', ...environment() }),
    ...generous,
    ...options.settings,
  };
  const { load = idle, modules } = options;
  const app = await createApp(settings, { database, clock, logger, load, modules: modules as never });
  return {
    app,
    http: (request) => app.inject(request),
    orm: app.get<MikroORM>(MikroORM),
    clock,
    database,
    log,
    close: () => app.close(),
  };
}

/** The signing key is given, and what the language engine has learned is shared by the suites: learning takes seconds. */
function environment(): Record<string, string | undefined> {
  return {
    SECRET_KEY: 'a secret that only tests know, 32+ chars',
    DATA_DIR: 'node_modules/.cache/test-data',
    REDIS_URL: ownRedis(process.env.REDIS_URL),
  };
}

/** Suites that run side by side must not see each other's cache: each worker has a database of its own. */
function ownRedis(url: string | undefined): string | undefined {
  return url && new URL(`/${process.env.VITEST_POOL_ID ?? '1'}`, url).href;
}
