// The list of modules, and what stands before and after every handler, in order.
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { BackgroundModule } from '#libs/background';
import { CacheModule, RedisModule } from '#libs/cache';
import { EventsModule } from '#libs/events';
import type { LoadGauge } from '#libs/admission';
import {
  AdmissionModule,
  IdempotencyModule,
  JsonBodyGuard,
  LastAnswers,
  ListsModule,
  RateLimitGuard,
  RateLimitModule,
  ValidationPipe,
} from '#libs/http';
import { JobsModule as JobEngineModule, type EngineOptions } from '#libs/jobs';
import { MailModule } from '#libs/mail';
import { EncoderModule } from '#libs/nlu';
import { OrmModule, type OpenDatabase } from '#libs/orm';
import { OutboundModule } from '#libs/outbound';
import { QueueModule } from '#libs/queue';
import { Clock, TimeModule } from '#libs/time';
import { PersonalDataModule } from '#libs/personal-data';
import { PushModule } from '#libs/push';
import { StreamsModule } from '#libs/realtime';
import { SecretsModule } from '#libs/secrets';
import { SmsModule } from '#libs/sms';
import { StorageModule, type StoragePlace } from '#libs/storage';
import { ToolRegistryModule } from '#libs/tools';
import type { Permission } from './access/roles.js';
import { AppChallenges } from './access/app-challenges.js';
import { AccessGuard } from './access/access.guard.js';
import { AccessModule } from './access/access.module.js';
import { RefusalFilter } from './access/refusal.filter.js';
import { AddressesModule } from './addresses/addresses.module.js';
import { AgentsModule } from './agents/agents.module.js';
import { AnalyticsModule } from './analytics/analytics.module.js';
import { ApiKeyGuard } from './api-keys/api-key.guard.js';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthGuard } from './sessions/auth.guard.js';
import { AuthModule } from './auth/auth.module.js';
import { AuthzModule } from './authz/authz.module.js';
import { BookingsModule } from './bookings/bookings.module.js';
import { CallbacksModule } from './callbacks/callbacks.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { ComplaintsModule } from './complaints/complaints.module.js';
import { IncidentsModule } from './incidents/incidents.module.js';
import { RemediesModule } from './remedies/remedies.module.js';
import { bearerChallenge } from './config/app-resources.js';
import { ConfigModule } from './config/config.module.js';
import { ConsoleModule } from './console/console.module.js';
import { demoAccounts } from './demo/demo-data.js';
import { wantsDemoData } from './config/demo-data.js';
import { secretOf } from './config/secret.js';
import type { Settings } from './config/settings.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { CustomersModule } from './customers/customers.module.js';
import { CustomToolsModule } from './custom-tools/custom-tools.module.js';
import { DispatchModule } from './dispatch/dispatch.module.js';
import { FeatureGuard } from './flags/feature.guard.js';
import { FlagsModule } from './flags/flags.module.js';
import { HealthModule } from './health/health.module.js';
import { InvoicesModule } from './invoices/invoices.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { KnowledgeModule } from './knowledge/knowledge.module.js';
import { McpServersModule } from './mcp-servers/mcp-servers.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { ModelsModule } from './models/models.module.js';
import { OAuthGuard } from './oauth/grants/oauth.guard.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { FilesModule } from './files/files.module.js';
import { PhotographsModule } from './photographs/photographs.module.js';
import { PricingModule } from './pricing/pricing.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { SlaModule } from './sla/sla.module.js';
import { ProblemsModule } from './problems/problems.module.js';
import { PlanningModule } from './planning/planning.module.js';
import { ProvidersModule } from './providers/providers.module.js';
import { RecommendationsModule } from './recommendations/recommendations.module.js';
import { ReviewsModule } from './reviews/reviews.module.js';
import { SchedulesModule } from './schedules/schedules.module.js';
import { RealtimeModule } from './realtime/realtime.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SimulationsModule } from './simulations/simulations.module.js';
import { SlotsModule } from './slots/slots.module.js';
import { StaffModule } from './staff/staff.module.js';
import { ToolsModule } from './tools/tools.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

function engineOptionsOf(settings: Settings): EngineOptions {
  const standard = settings.JOB_CONCURRENCY;
  return {
    isWorking: settings.ROLE !== 'api',
    concurrency: { light: standard * 16, standard, heavy: Math.ceil(standard / 4) },
    // What is put back needs a moment, too.
    graceMs: (settings.SHUTDOWN_SECONDS * 1_000) / 3,
  };
}

function storagePlaceOf(settings: Settings): StoragePlace {
  const { STORAGE_ENDPOINT, STORAGE_REGION, STORAGE_ACCESS_KEY, STORAGE_SECRET_KEY, DATA_DIR } = settings;
  if (!STORAGE_ENDPOINT) return { folder: join(DATA_DIR, 'files') };
  return {
    endpoint: STORAGE_ENDPOINT,
    region: STORAGE_REGION,
    accessKeyId: STORAGE_ACCESS_KEY!,
    secretAccessKey: STORAGE_SECRET_KEY!,
  };
}

/** What differs between the program and a test of it. */
export interface AppSurroundings {
  settings: Settings;
  database: OpenDatabase;
  clock: Clock;
  load: LoadGauge;
  modules?: NonNullable<DynamicModule['imports']>;
}

@Module({
  imports: [
    ScheduleModule.forRoot(),
    ToolRegistryModule,
    EventsModule,
    StreamsModule,
    PersonalDataModule,
    AccessModule,
    AuditModule,
    SessionsModule,
    CustomersModule,
    StaffModule,
    JobsModule,
    ApiKeysModule,
    OAuthModule,
    FlagsModule,
    AuthModule,
    AuthzModule,
    CatalogueModule,
    PricingModule,
    ProvidersModule,
    SlotsModule,
    PlanningModule,
    AddressesModule,
    PaymentsModule,
    PoliciesModule,
    SlaModule,
    BookingsModule,
    ReviewsModule,
    DispatchModule,
    RecommendationsModule,
    PhotographsModule,
    FilesModule,
    SimulationsModule,
    InvoicesModule,
    ComplaintsModule,
    RemediesModule,
    IncidentsModule,
    ConversationsModule,
    CallbacksModule,
    KnowledgeModule,
    ModelsModule,
    AnalyticsModule,
    NotificationsModule,
    AgentsModule,
    WebhooksModule,
    ToolsModule,
    McpServersModule,
    CustomToolsModule,
    SchedulesModule,
    RealtimeModule,
    McpModule,
    HealthModule,
    ProblemsModule,
  ],
  providers: [
    LastAnswers,
    // Who is it, how often, may they, is it switched on, what do they say: in this order.
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: ApiKeyGuard },
    { provide: APP_GUARD, useClass: OAuthGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: FeatureGuard },
    { provide: APP_GUARD, useClass: JsonBodyGuard },
    { provide: APP_PIPE, useClass: ValidationPipe },
    { provide: APP_FILTER, useClass: RefusalFilter },
  ],
})
export class AppModule {
  static in({ settings, database, clock, load, modules = [] }: AppSurroundings): DynamicModule {
    const challenges: AppChallenges = {
      of: (resource, reason) => bearerChallenge(settings, resource, reason),
    };
    return {
      module: AppModule,
      providers: [{ provide: AppChallenges, useValue: challenges }],
      imports: [
        ConfigModule.forRoot(settings),
        { module: TimeModule, providers: [{ provide: Clock, useValue: clock }] },
        OrmModule.forRoot(database),
        SecretsModule.forRoot(secretOf(settings)),
        RedisModule.forRoot(settings.REDIS_URL),
        CacheModule.forRoot(settings.REDIS_URL),
        QueueModule.forRoot(settings.REDIS_URL),
        JobEngineModule.forRoot(engineOptionsOf(settings)),
        MailModule.forRoot(
          {
            smtpUrl: settings.SMTP_URL,
            fallbackSmtpUrl: settings.SMTP_FALLBACK_URL,
            from: settings.MAIL_FROM,
          },
          join(settings.DATA_DIR, 'outbox'),
        ),
        StorageModule.forRoot(storagePlaceOf(settings)),
        BackgroundModule,
        SmsModule,
        OutboundModule.forRoot({ allowPrivate: settings.OUTBOUND_ALLOW_PRIVATE }),
        PushModule,
        EncoderModule.forRoot(settings.LANGUAGE_ENCODER),
        IdempotencyModule,
        ListsModule.forRoot(settings.BUSINESS_TIME_ZONE),
        AdmissionModule.forRoot(
          {
            perCaller: settings.REQUESTS_PER_CALLER,
            perAddress: settings.REQUESTS_PER_ADDRESS,
            total: settings.REQUESTS_AT_ONCE,
          },
          load,
        ),
        RateLimitModule.forRoot({
          perMinute: {
            default: settings.RATE_LIMIT_DEFAULT,
            chat: settings.RATE_LIMIT_CHAT,
            auth: settings.RATE_LIMIT_AUTH,
            expensive: settings.RATE_LIMIT_EXPENSIVE,
          },
          unlimitedPermission: 'system.unlimited' satisfies Permission,
        }),
        ConsoleModule.forRoot({
          demoAccounts: wantsDemoData(settings) ? [demoAccounts.customer, ...demoAccounts.staff] : [],
          hasOutbox: settings.NODE_ENV !== 'production',
        }),
        ...(settings.NODE_ENV === 'production' ? [] : [OutboxModule]),
        ...modules,
      ],
    };
  }
}
