// The program, put together. Shared by main and the tests, so that nothing is set up only in production.
import { VersioningType } from '@nestjs/common';
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
  enterRequestContext,
  fastifyAdapter,
  refuseOtherMethods,
  RequestAdmission,
  serveDocumentation,
  takeForms,
} from '#libs/http';
import {
  createLogger,
  HttpMetrics,
  nestLogger,
  observeRequests,
  standardOutput,
  type Logger,
} from '#libs/observability';
import type { OpenDatabase } from '#libs/orm';
import { SocketAdapter, socketPath } from '#libs/realtime';
import { Clock } from '#libs/time';
import { openDatabase } from '../ormconfig.js';
import { AppModule, type AppSurroundings } from './app.module.js';
import { apiDocumentOf } from './api-document.js';
import { addBuiltInRoles } from './access/built-in-roles.js';
import { Customer } from './customers/customer.entity.js';
import { City } from './catalogue/place.entity.js';
import { apiPrefix, apiVersion, apiVersionPrefix, mcpPath } from './config/api-prefix.js';
import { wantsDemoData } from './config/demo-data.js';
import type { Settings } from './config/settings.js';
import { placeholderGstin } from './config/settings/market.js';
import { loadDemoData } from './demo/demo-data.js';
import { exclusively, migrate } from './migrations/migrate.js';

export interface AppOverrides {
  database?: OpenDatabase;
  clock?: Clock;
  logger?: Logger;
  /** How busy the process seems to be. */
  load?: LoadGauge;
  /** Beside the program's own: routes that only a test needs. */
  modules?: AppSurroundings['modules'];
}

/**
 * Ready to listen: the database is open and up to date.
 * @throws DirectoryInUse when another process holds the data directory
 */
export async function createApp(
  settings: Settings,
  overrides: AppOverrides = {},
): Promise<NestFastifyApplication> {
  const logger = overrides.logger ?? createLogger(settings.LOG_LEVEL, standardOutput(settings.LOG_FORMAT));
  const place = settings.DATABASE_URL ? 'on its server' : `in ${settings.DATA_DIR}`;
  logger.info({ context: 'Start' }, `opening the database ${place}`);
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
  surroundings: AppSurroundings,
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
  { settings, database, clock }: AppSurroundings,
  logger: Logger,
): Promise<void> {
  const orm = app.get<MikroORM>(MikroORM);
  await migrate(orm, database);
  await addBuiltInRoles(orm.em.fork() as SqlEntityManager);
  if (wantsDemoData(settings)) await exclusively(orm, database, () => loadDemoDataOnce(orm, clock, logger));

  for (const gap of gapsIn(settings)) logger.warn(gap);

  // Beside the API, and without its version, stand the controllers that are neutral to it: pages, probes, what a standard places elsewhere.
  app.enableVersioning({
    type: VersioningType.URI,
    prefix: apiVersionPrefix,
    defaultVersion: apiVersion,
  });
  if (settings.CORS_ORIGINS) app.enableCors(corsOptions(originsIn(settings)));
  takeSockets(app, settings);
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  await compressAnswers(fastify);
  await takeForms(fastify);
  if (settings.ROLE === 'worker') answerOnly(fastify, isProbe);
  const refuseOthers = refuseOtherMethods(fastify);
  observeRequests(fastify, logger, app.get(HttpMetrics), { isQuiet: isProbe });
  app.get(RequestAdmission).guard(fastify, isProbe);
  enterRequestContext(fastify, [`/${apiPrefix}/`, '/oauth/', `/${mcpPath}`], orm);
  serveDocumentation(app, () => apiDocumentOf(app));
  await app.init();
  refuseOthers();
}

/** What production starts without and is not complete without. */
function gapsIn({ NODE_ENV, SMTP_URL, COMPANY_GSTIN }: Settings): string[] {
  if (NODE_ENV !== 'production') return [];
  return [
    ...(SMTP_URL
      ? []
      : ['SMTP_URL is not set: mails are written to the outbox in DATA_DIR, nobody gets them']),
    ...(COMPANY_GSTIN === placeholderGstin
      ? ['COMPANY_GSTIN is not set: the tax invoices bear a number that is nobody’s, and are not valid']
      : []),
  ];
}

async function loadDemoDataOnce(orm: MikroORM, clock: Clock, logger: Logger): Promise<void> {
  const em = orm.em.fork() as SqlEntityManager;
  const isEmpty = (await em.count(City)) === 0 && (await em.count(Customer)) === 0;
  if (!isEmpty) return;
  logger.info({ context: 'Start' }, 'loading the demo data, this once');
  await loadDemoData(em, { now: clock.now() });
}

function isProbe(route: string): boolean {
  return route === '/metrics' || route.startsWith('/health');
}
