// The program, put together. Shared by main and the tests, so that nothing is set up only in production.
import { NestFactory } from '@nestjs/core';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ProcessLoad, type LoadGauge } from '#libs/admission';
import {
  answerOnly,
  apiHeaders,
  compressAnswers,
  corsOptions,
  cspReportPath,
  enterRequestContext,
  fastifyAdapter,
  refuseOtherMethods,
  RequestAdmission,
  serveDocumentation,
} from '#libs/http';
import { createLogger, HttpMetrics, nestLogger, observeRequests, type Logger } from '#libs/observability';
import type { OpenDatabase } from '#libs/orm';
import { SocketAdapter, socketPath } from '#libs/realtime';
import { Clock } from '#libs/time';
import { openDatabase } from '../ormconfig.js';
import { AppModule, type Surroundings } from './app.module.js';
import { apiDocumentOf } from './api-document.js';
import { addBuiltInRoles } from './access/built-in-roles.js';
import { Customer } from './customers/customer.entity.js';
import { City } from './catalogue/place.entity.js';
import { apiPrefix } from './config/api-prefix.js';
import type { Settings } from './config/settings.js';
import { loadDemoData } from './demo/demo-data.js';
import { exclusively, migrate } from './migrations/migrate.js';

export interface Overrides {
  database?: OpenDatabase;
  clock?: Clock;
  logger?: Logger;
  /** How busy the process seems to be. */
  load?: LoadGauge;
  /** Beside the program's own: routes that only a test needs. */
  modules?: Surroundings['modules'];
}

/**
 * Ready to listen: the database is open and up to date.
 * @throws DirectoryInUse when another process holds the data directory
 */
export async function createApp(
  settings: Settings,
  overrides: Overrides = {},
): Promise<NestFastifyApplication> {
  const logger = overrides.logger ?? createLogger(settings.LOG_LEVEL);
  const database = overrides.database ?? (await openDatabase(settings));
  const {
    clock = new Clock(),
    load = new ProcessLoad(() => database.backlog().oldestMs),
    modules,
  } = overrides;
  const surroundings = { settings, database, clock, load, modules };
  const adapter = adapterFor(settings);
  const app = await assemble(surroundings, adapter, logger).catch(async (error) => {
    await database.close();
    throw error;
  });
  try {
    await prepare(app, adapter, surroundings, logger);
    return app;
  } catch (error) {
    await app.close(); // and with it the database
    throw error;
  }
}

function adapterFor(settings: Settings): FastifyAdapter {
  return fastifyAdapter({
    bodyLimitBytes: settings.BODY_LIMIT_KB * 1024,
    headerLimitBytes: settings.HEADER_LIMIT_KB * 1024,
    requestTimeoutMs: settings.REQUEST_TIMEOUT_SECONDS * 1000,
    trustedProxies: settings.TRUST_PROXY,
    strictTransport: isStrict(settings),
    upgradePath: socketPath,
  });
}

function isStrict(settings: Settings): boolean {
  return settings.NODE_ENV === 'production';
}

function takeSockets(app: NestFastifyApplication, settings: Settings): void {
  app.useWebSocketAdapter(
    new SocketAdapter(app, {
      isOpen: settings.ROLE !== 'worker',
      origins: originsIn(settings),
      trustedProxies: settings.TRUST_PROXY,
      headers: apiHeaders(isStrict(settings)),
      redisUrl: settings.REDIS_URL,
    }),
  );
}

/** Pages that may call, beside our own. */
function originsIn({ CORS_ORIGINS }: Settings): string[] {
  return CORS_ORIGINS ? CORS_ORIGINS.split(',').map((origin) => origin.trim()) : [];
}

function assemble(
  surroundings: Surroundings,
  adapter: FastifyAdapter,
  logger: Logger,
): Promise<NestFastifyApplication> {
  return NestFactory.create<NestFastifyApplication>(AppModule.in(surroundings), adapter, {
    logger: nestLogger(logger),
    // JSON is read by a guard with Fastify's own parser, which refuses prototype keys; forms are not taken.
    bodyParser: false,
    abortOnError: false,
  });
}

/** The schema, the rows that must be there, and what stands before every route. */
async function prepare(
  app: NestFastifyApplication,
  adapter: FastifyAdapter,
  { settings, database, clock }: Surroundings,
  logger: Logger,
): Promise<void> {
  const orm = app.get<MikroORM>(MikroORM);
  await migrate(orm, database);
  await addBuiltInRoles(orm.em.fork() as SqlEntityManager);
  if (wantsDemoData(settings)) await exclusively(orm, database, () => loadDemoDataOnce(orm, clock));

  if (settings.NODE_ENV === 'production' && !settings.SMTP_URL)
    logger.warn('SMTP_URL is not set: mails are written to the outbox in DATA_DIR, nobody gets them');

  app.setGlobalPrefix(apiPrefix, {
    exclude: [
      'health',
      'health/{*rest}',
      'metrics',
      '.well-known/jwks.json',
      cspReportPath,
      'dev/outbox',
      'verify-email',
      'reset-password',
      'staff/choose-password',
    ],
  });
  if (settings.CORS_ORIGINS) app.enableCors(corsOptions(originsIn(settings)));
  takeSockets(app, settings);
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  await compressAnswers(fastify);
  if (settings.ROLE === 'worker') answerOnly(fastify, isProbe);
  const refuseOthers = refuseOtherMethods(fastify);
  observeRequests(fastify, logger, app.get(HttpMetrics), { isQuiet: isProbe });
  app.get(RequestAdmission).guard(fastify, isProbe);
  enterRequestContext(fastify, `/${apiPrefix}/`, orm);
  serveDocumentation(app, () => apiDocumentOf(app));
  await app.init();
  refuseOthers();
}

/** Unless told otherwise, the embedded database is for trying things out; a server is not, nor is production: the passwords are published. */
export function wantsDemoData(settings: Settings): boolean {
  return settings.DEMO_DATA ?? (!settings.DATABASE_URL && settings.NODE_ENV !== 'production');
}

async function loadDemoDataOnce(orm: MikroORM, clock: Clock): Promise<void> {
  const em = orm.em.fork() as SqlEntityManager;
  const isEmpty = (await em.count(City)) === 0 && (await em.count(Customer)) === 0;
  if (isEmpty) await loadDemoData(em, { now: clock.now() });
}

function isProbe(route: string): boolean {
  return route === '/metrics' || route.startsWith('/health');
}
