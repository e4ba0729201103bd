// The one place that names the database driver. A PostgreSQL server and the embedded database are reached, and migrated, in the same way.
import { Migrator } from '@mikro-orm/migrations';
import type { Pool } from 'pg';
import { OutboxEvent } from '#libs/events';
import { IdempotencyKey } from '#libs/http';
import { Job, JobAttempt, JobWorker } from '#libs/jobs';
import {
  BoundParametersDriver,
  StatementBacklog,
  checkServer,
  DatabaseSignals,
  giveUpBrokenConnections,
  DatabaseHeartbeat,
  openEmbedded,
  queuePool,
  queueSchema,
  type EmbeddedServer,
  type OpenDatabase,
  type ServerConnection,
} from '#libs/orm';
import { StreamEntry, StreamTrim } from '#libs/realtime';
import { AccessDecision } from './src/access/access-decision.entity.js';
import { Role, RolePermission } from './src/access/role.entity.js';
import { Address } from './src/addresses/address.entity.js';
import { ApiKey } from './src/api-keys/api-key.entity.js';
import { Checkpoint } from './src/agents/dialogue/checkpoint.entity.js';
import { AgentConfiguration, AgentVersion } from './src/agents/registry/agent-configuration.entity.js';
import { IntentModel, ModelPublication } from './src/agents/training/intent-model.entity.js';
import { TrainingExample } from './src/agents/training/training-example.entity.js';
import { Avatar } from './src/customers/avatar.entity.js';
import { Customer } from './src/customers/customer.entity.js';
import { EarlierContact } from './src/customers/earlier-contact.entity.js';
import { AuditChain, AuditCheckpoint } from './src/audit/audit-chain.entity.js';
import { AuditEntry, AuditPersonKey } from './src/audit/audit-entry.entity.js';
import { OneTimeToken } from './src/auth/one-time-token.entity.js';
import { Attempt } from './src/sessions/attempt.entity.js';
import { RefreshToken, Session } from './src/sessions/session.entity.js';
import { SigningKey } from './src/sessions/signing-key.entity.js';
import { Booking, BookingItem, BookingTransition } from './src/bookings/booking.entity.js';
import { Photograph } from './src/photographs/photograph.entity.js';
import { ServiceCycle } from './src/recommendations/service-cycle.entity.js';
import { Review } from './src/reviews/review.entity.js';
import { CalendarFeed } from './src/bookings/calendar/calendar-feed.entity.js';
import { BookingSeries, SeriesVisit } from './src/bookings/series/booking-series.entity.js';
import { CancellationQuote } from './src/bookings/settlement/cancellation-quote.entity.js';
import { Invoice, InvoiceCounter } from './src/invoices/invoice.entity.js';
import { CallbackRequest } from './src/callbacks/callback-request.entity.js';
import { City, Pincode } from './src/catalogue/place.entity.js';
import { RateCard, RateCardAttribute, RateCardPincode } from './src/catalogue/rate-card.entity.js';
import { CouponCounter, CouponRedemption } from './src/pricing/coupons/coupon.entity.js';
import { Quote } from './src/pricing/quotes/quote.entity.js';
import { PriceRule, PriceRuleVersion } from './src/pricing/rules/price-rule.entity.js';
import { Category, Service, Subcategory } from './src/catalogue/service.entity.js';
import { ServiceRating } from './src/catalogue/service-rating.entity.js';
import { DailyFigures } from './src/analytics/daily-figures.entity.js';
import { ComplaintAttachment } from './src/complaints/attachments/attachment.entity.js';
import { Complaint, ComplaintEvent } from './src/complaints/complaint.entity.js';
import { BulkOutcome } from './src/complaints/desk/bulk/bulk-outcome.entity.js';
import { CannedAnswer } from './src/complaints/desk/macros/canned-answer.entity.js';
import {
  ComplaintMacro,
  ComplaintMacroVersion,
} from './src/complaints/desk/macros/complaint-macro.entity.js';
import { ComplaintTopic } from './src/complaints/desk/topics/complaint-topic.entity.js';
import { ComplaintListView } from './src/complaints/desk/views/complaint-list-view.entity.js';
import { Incident, IncidentEffect, IncidentMember, IncidentStep } from './src/incidents/incident.entity.js';
import { ComplaintLink } from './src/incidents/similar/complaint-link.entity.js';
import { Remedy } from './src/remedies/remedy.entity.js';
import { PriorityEntry } from './src/complaints/priority/priority-entry.entity.js';
import { WeeklyComplaintReport } from './src/complaints/reports/weekly-report.entity.js';
import { ComplaintSurvey } from './src/complaints/surveys/survey.entity.js';
import { ComplaintUpdate } from './src/complaints/updates/complaint-update.entity.js';
import { ComplaintTarget } from './src/complaints/targets/complaint-target.entity.js';
import { prebuiltPath } from './src/config/prebuilt.js';
import type { Settings } from './src/config/settings.js';
import { Conversation, Message } from './src/conversations/conversation.entity.js';
import { MisunderstoodMessage } from './src/conversations/misunderstood-message.entity.js';
import { Proposal } from './src/conversations/proposal.entity.js';
import { FeatureFlag } from './src/flags/feature-flag.entity.js';
import { EmbeddingModel, KnowledgeChunk } from './src/knowledge/knowledge-chunk.entity.js';
import { KnowledgeUpload, KnowledgeUploadPart } from './src/knowledge/documents/knowledge-upload.entity.js';
import { GapAsker, KnowledgeGap } from './src/knowledge/gaps/knowledge-gap.entity.js';
import { KnowledgeDocument } from './src/knowledge/knowledge-document.entity.js';
import { migrationsList } from './src/migrations/index.js';
import { ModelCall } from './src/models/model-call.entity.js';
import { ModelReservation, ModelSpending } from './src/models/model-spending.entity.js';
import {
  Notification,
  NotificationDelivery,
  NotificationDigest,
} from './src/notifications/notification.entity.js';
import { NotificationPreferences } from './src/notifications/preferences/notification-preferences.entity.js';
import { PushKey, PushSubscription } from './src/notifications/push/push-subscription.entity.js';
import { CreditBalance, LedgerEntry, LedgerLine, LedgerSubject } from './src/payments/ledger-entry.entity.js';
import { PolicyVersion } from './src/policies/policy-version.entity.js';
import { BusinessCalendar } from './src/sla/business-calendar.entity.js';
import { SlaPolicy } from './src/sla/sla-policy.entity.js';
import { DraftShift, ShiftDraft } from './src/planning/drafts/shift-draft.entity.js';
import { Provider, ProviderPincode, ProviderSkill } from './src/providers/provider.entity.js';
import { ProviderStatistics } from './src/providers/provider-statistics.entity.js';
import { ProviderDocument } from './src/providers/documents/provider-document.entity.js';
import { ProviderLeave, Shift, ShiftException } from './src/providers/shift.entity.js';
import { SlotHold } from './src/slots/slot-hold.entity.js';
import { SlotReservation } from './src/slots/slot-reservation.entity.js';
import { TravelRules } from './src/slots/travel-rules.entity.js';
import { Schedule } from './src/schedules/schedule.entity.js';
import { PasswordLink } from './src/staff/password-link.entity.js';
import { RecoveryCode, SecondFactor } from './src/staff/second-factor.entity.js';
import { Staff } from './src/staff/staff.entity.js';
import { WebhookAttempt, WebhookDelivery } from './src/webhooks/delivery.entity.js';
import { Webhook } from './src/webhooks/webhook.entity.js';

const entities = [
  City,
  Pincode,
  Category,
  Subcategory,
  Service,
  ServiceRating,
  RateCard,
  RateCardAttribute,
  RateCardPincode,
  PriceRule,
  PriceRuleVersion,
  Quote,
  CouponCounter,
  CouponRedemption,
  Customer,
  EarlierContact,
  Avatar,
  Staff,
  Session,
  RefreshToken,
  SigningKey,
  Attempt,
  OneTimeToken,
  AuditEntry,
  AuditPersonKey,
  AuditChain,
  AuditCheckpoint,
  AccessDecision,
  Role,
  RolePermission,
  SecondFactor,
  RecoveryCode,
  PasswordLink,
  ApiKey,
  FeatureFlag,
  Address,
  IdempotencyKey,
  Job,
  JobAttempt,
  JobWorker,
  OutboxEvent,
  StreamEntry,
  StreamTrim,
  Provider,
  ProviderSkill,
  ProviderPincode,
  ProviderStatistics,
  Shift,
  ShiftException,
  ProviderLeave,
  ProviderDocument,
  ShiftDraft,
  DraftShift,
  SlotReservation,
  SlotHold,
  TravelRules,
  PolicyVersion,
  BusinessCalendar,
  SlaPolicy,
  LedgerEntry,
  LedgerLine,
  LedgerSubject,
  CreditBalance,
  Booking,
  BookingItem,
  BookingTransition,
  CalendarFeed,
  BookingSeries,
  SeriesVisit,
  Review,
  CancellationQuote,
  Invoice,
  InvoiceCounter,
  ServiceCycle,
  Photograph,
  Complaint,
  ComplaintEvent,
  ComplaintTarget,
  ComplaintUpdate,
  WeeklyComplaintReport,
  ComplaintAttachment,
  ComplaintSurvey,
  ComplaintTopic,
  ComplaintListView,
  CannedAnswer,
  ComplaintMacro,
  ComplaintMacroVersion,
  BulkOutcome,
  PriorityEntry,
  Remedy,
  ComplaintLink,
  Incident,
  IncidentMember,
  IncidentStep,
  IncidentEffect,
  Conversation,
  Message,
  MisunderstoodMessage,
  TrainingExample,
  IntentModel,
  ModelPublication,
  Proposal,
  Checkpoint,
  AgentConfiguration,
  AgentVersion,
  CallbackRequest,
  Webhook,
  WebhookDelivery,
  WebhookAttempt,
  KnowledgeDocument,
  KnowledgeUpload,
  KnowledgeUploadPart,
  KnowledgeChunk,
  EmbeddingModel,
  ModelCall,
  ModelSpending,
  ModelReservation,
  KnowledgeGap,
  GapAsker,
  Schedule,
  DailyFigures,
  Notification,
  NotificationDelivery,
  NotificationDigest,
  NotificationPreferences,
  PushKey,
  PushSubscription,
];

/** Each queue listens on one, and its statements share the others. */
const queueConnections = 8;
/** Waiting for a free connection of the pool counts as well: it must outlast a burst. */
const connectTimeoutMs = 10_000;

const common = {
  entities,
  extensions: [Migrator],
  forceUtcTimezone: true,
  // Triggers and functions (those of the audit log) are written by hand, in migrations.
  schemaGenerator: { ignoreTriggers: true, ignoreRoutines: true, ignoreSchema: [queueSchema] },
  migrations: { migrationsList, pathTs: 'src/migrations', snapshot: false, silent: true },
};

/** On the embedded database one is served at a time: the others wait there, so that it has something to do while the answer is read. */
const embeddedConnections = 10;

/**
 * Opens the database that the settings name: a PostgreSQL server by `DATABASE_URL`, otherwise the embedded one in `DATA_DIR`.
 * @throws StartRefused when it cannot be used; a database on a server is never created here, where a typing error would do it
 */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  const { DATABASE_URL, DATABASE_POOL, DATABASE_TIMEOUT_SECONDS, DATA_DIR } = settings;
  const timeoutMs = DATABASE_TIMEOUT_SECONDS * 1000;
  if (!DATABASE_URL)
    return embeddedDatabase(await openEmbedded(DATA_DIR, timeoutMs, prebuiltPath('database')));
  await checkServer(DATABASE_URL, connectTimeoutMs);
  return serverDatabase(DATABASE_URL, DATABASE_POOL, timeoutMs);
}

/**
 * @param connections upper bound of the pool
 * @param timeoutMs of a query: it is given up by the server itself where it can, and a second later by us where it cannot. A server that has
 *   gone silent is noticed before, by the heartbeat.
 */
export function serverDatabase(url: string, connections: number, timeoutMs: number): OpenDatabase {
  const { connection } = new DatabaseHeartbeat(url);
  const backlog = new StatementBacklog();
  return {
    ...databaseAt(connection, connections, timeoutMs, backlog),
    shared: true,
    backlog: () => backlog.read(),
    close: async () => {},
  };
}

export function embeddedDatabase(server: EmbeddedServer): OpenDatabase {
  const backlog = new StatementBacklog();
  return {
    ...databaseAt(server.connection, embeddedConnections, server.statementLimitMs, backlog),
    shared: false,
    backlog: () => backlog.read(server.backlog()),
    close: () => server.close(),
  };
}

function databaseAt(
  connection: ServerConnection,
  connections: number,
  timeoutMs: number,
  backlog: StatementBacklog,
): Pick<OpenDatabase, 'options' | 'signals' | 'queuePool'> {
  return {
    options: {
      ...common,
      driver: BoundParametersDriver,
      clientUrl: connection.connectionString,
      pool: { min: 0, max: connections },
      driverOptions: {
        ...(connection.ssl !== undefined && { ssl: connection.ssl }),
        stream: connection.stream,
        connectionTimeoutMillis: connectTimeoutMs,
        statement_timeout: timeoutMs,
        query_timeout: timeoutMs + 1_000,
        idle_in_transaction_session_timeout: timeoutMs,
        onPoolCreated: (pool: Pool) => {
          giveUpBrokenConnections(pool);
          backlog.watch(pool);
        },
      },
    },
    signals: new DatabaseSignals(connection),
    queuePool: () => queuePool(connection, queueConnections, timeoutMs),
  };
}
