// `npm run staff -- create-admin EMAIL NAME [--password-stdin]`, on the database that the settings name.
import { text } from 'node:stream/consumers';
import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { readCommand } from '#libs/command';
import { DomainError, StartRefused } from '#libs/errors';
import { ListsModule } from '#libs/http';
import { OrmModule, type OpenDatabase } from '#libs/orm';
import { SecretsModule, newToken } from '#libs/secrets';
import { TimeModule } from '#libs/time';
import { openDatabase } from '../../ormconfig.js';
import { addBuiltInRoles } from '../access/built-in-roles.js';
import { AuditModule } from '../audit/audit.module.js';
import { commandLines } from '../command-lines.js';
import { secretOf } from '../config/secret.js';
import { readSettings, type Settings } from '../config/settings.js';
import { migrate } from '../migrations/migrate.js';
import { endRefused } from '../refusal.js';
import { FirstAdminsService } from './first-admins.service.js';
import { firstAdminInput } from './staff.schemas.js';

const openedDatabase = Symbol('openedDatabase');

/** As much of the program as it takes. */
@Module({ imports: [AuditModule], providers: [FirstAdminsService] })
class StaffCommands implements OnModuleInit {
  constructor(
    private readonly orm: MikroORM,
    @Inject(openedDatabase) private readonly database: OpenDatabase,
  ) {}

  static in(settings: Settings, database: OpenDatabase): DynamicModule {
    const imports = [
      TimeModule,
      OrmModule.forRoot(database),
      SecretsModule.forRoot(secretOf(settings)),
      ListsModule.forRoot(settings.BUSINESS_TIME_ZONE),
    ];
    return { module: StaffCommands, imports, providers: [{ provide: openedDatabase, useValue: database }] };
  }

  /** Before the audit log looks at its tables, as it does when all modules are there: a new installation has none. */
  async onModuleInit(): Promise<void> {
    await migrate(this.orm, this.database);
    await addBuiltInRoles(this.orm.em.fork() as SqlEntityManager);
  }
}

async function run(): Promise<void> {
  const admin = await readArguments();
  const settings = readSettings(process.env);
  const database = await openDatabase(settings);
  const app = await NestFactory.createApplicationContext(StaffCommands.in(settings, database), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    const orm = app.get<MikroORM>(MikroORM);
    await RequestContext.create(orm.em, () => app.get(FirstAdminsService).create(admin));
  } finally {
    await app.close();
  }
  process.stdout.write(`${admin.email} may sign in and do everything.\n`);
  if (admin.isMadeUp) process.stdout.write(`Password, shown this once: ${admin.password}\n`);
}

async function readArguments() {
  const { words, options } = readCommand(commandLines.staff);
  const [, email, name] = words;
  const isMadeUp = !options['password-stdin'];
  // One line break at the end belongs to the command that wrote it.
  const password = isMadeUp ? newToken() : (await text(process.stdin)).replace(/\r?\n$/, '');
  const input = firstAdminInput.safeParse({ email, name, password });
  if (input.success) return { ...input.data, isMadeUp };
  throw new StartRefused(
    input.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
  );
}

try {
  await run();
} catch (error) {
  endRefused(error instanceof DomainError ? new StartRefused(error.message) : error);
}
