// The list of modules, and what stands before and after every handler, in order.
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CacheModule, RedisModule } from '#libs/cache';
import { ProblemFilter, RateLimitGuard, RateLimitModule, ValidationPipe } from '#libs/http';
import { OrmModule, type OpenDatabase } from '#libs/orm';
import { Clock, TimeModule } from '#libs/time';
import { SecretsModule } from '#libs/secrets';
import { ToolsModule } from '#libs/tools';
import { AccessGuard } from './access/access.guard.js';
import { AddressesModule } from './addresses/addresses.module.js';
import { AgentsModule } from './agents/agents.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthGuard } from './sessions/auth.guard.js';
import { AuthModule } from './auth/auth.module.js';
import { BookingsModule } from './bookings/bookings.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { ConfigModule } from './config/config.module.js';
import { secretOf } from './config/secret.js';
import type { Settings } from './config/settings.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { CustomersModule } from './customers/customers.module.js';
import { HealthModule } from './health/health.module.js';
import { ProvidersModule } from './providers/providers.module.js';
import { SessionsModule } from './sessions/sessions.module.js';

/** What differs between the program and a test of it. */
export interface Surroundings {
  settings: Settings;
  database: OpenDatabase;
  clock: Clock;
  modules?: NonNullable<DynamicModule['imports']>;
}

@Module({
  imports: [
    ToolsModule,
    AuditModule,
    SessionsModule,
    CustomersModule,
    AuthModule,
    CatalogueModule,
    ProvidersModule,
    AddressesModule,
    BookingsModule,
    ConversationsModule,
    AgentsModule,
    HealthModule,
  ],
  providers: [
    // Who is it, how often, may they: in this order.
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_PIPE, useClass: ValidationPipe },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class AppModule {
  static in({ settings, database, clock, modules = [] }: Surroundings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(settings),
        { module: TimeModule, providers: [{ provide: Clock, useValue: clock }] },
        OrmModule.of(database),
        SecretsModule.of(secretOf(settings)),
        RedisModule.of(settings.REDIS_URL),
        CacheModule.of(settings.REDIS_URL),
        RateLimitModule.of({
          default: settings.RATE_LIMIT_DEFAULT,
          chat: settings.RATE_LIMIT_CHAT,
          auth: settings.RATE_LIMIT_AUTH,
        }),
        ...modules,
      ],
    };
  }
}
