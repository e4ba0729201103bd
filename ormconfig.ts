// The one place that names a database driver. Both speak PostgreSQL and run the same migrations.
import { Migrator } from '@mikro-orm/migrations';
import { PgliteDriver } from '@mikro-orm/pglite';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { PGlite } from '@electric-sql/pglite';
import { openEmbedded, type OpenDatabase } from '#libs/orm';
import { Address } from './src/addresses/address.entity.js';
import { Checkpoint } from './src/agents/checkpoint.entity.js';
import { Customer } from './src/customers/customer.entity.js';
import { AuditEntry } from './src/audit/audit-entry.entity.js';
import { RefreshToken, Session } from './src/sessions/session.entity.js';
import { Booking, BookingItem, BookingTransition } from './src/bookings/booking.entity.js';
import { Review } from './src/bookings/review.entity.js';
import { City, Pincode } from './src/catalogue/place.entity.js';
import { RateCard, RateCardAttribute, RateCardPincode } from './src/catalogue/rate-card.entity.js';
import { Category, Service, Subcategory } from './src/catalogue/service.entity.js';
import { Complaint, ComplaintUpdate, PriorityEntry } from './src/complaints/complaint.entity.js';
import type { Settings } from './src/config/settings.js';
import { Conversation, Message } from './src/conversations/conversation.entity.js';
import { Proposal } from './src/conversations/proposal.entity.js';
import { KnowledgeDocument } from './src/knowledge/knowledge-document.entity.js';
import { migrationsList } from './src/migrations/index.js';
import { Provider, ProviderPincode, ProviderSkill } from './src/providers/provider.entity.js';
import { Shift, ShiftException } from './src/providers/shift.entity.js';
import { Staff } from './src/staff/staff.entity.js';

const entities = [
  ...[City, Pincode, Category, Subcategory, Service, RateCard, RateCardAttribute, RateCardPincode],
  ...[Customer, Staff, Session, RefreshToken, AuditEntry],
  ...[Address],
  ...[Provider, ProviderSkill, ProviderPincode, Shift, ShiftException],
  ...[Booking, BookingItem, BookingTransition, Review],
  ...[Complaint, ComplaintUpdate, PriorityEntry],
  ...[Conversation, Message, Proposal, Checkpoint, KnowledgeDocument],
];

/** Waiting for a free connection of the pool counts as well: it must outlast a burst. */
const connectTimeoutMs = 10_000;

const common = {
  entities,
  extensions: [Migrator],
  forceUtcTimezone: true,
  migrations: { migrationsList, pathTs: 'src/migrations', snapshot: false, silent: true },
};

/** Opens the database that the settings name: a PostgreSQL server by `DATABASE_URL`, otherwise the embedded one in `DATA_DIR`. */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  return settings.DATABASE_URL
    ? serverDatabase(settings.DATABASE_URL, settings.DATABASE_POOL, settings.DATABASE_TIMEOUT_SECONDS * 1000)
    : embeddedDatabase(await openEmbedded(settings.DATA_DIR));
}

/**
 * @param connections upper bound of the pool
 * @param timeoutMs of a query. A server that has gone silent then costs an error, not a request that never ends: it is given up by
 *   the server itself where it can, and a second later by us where it cannot.
 */
export function serverDatabase(url: string, connections: number, timeoutMs: number): OpenDatabase {
  return {
    options: {
      ...common,
      driver: PostgreSqlDriver,
      clientUrl: url,
      pool: { min: 0, max: connections },
      driverOptions: {
        connectionTimeoutMillis: connectTimeoutMs,
        statement_timeout: timeoutMs,
        query_timeout: timeoutMs + 1_000,
        idle_in_transaction_session_timeout: timeoutMs,
      },
    },
    shared: true,
    close: async () => {},
  };
}

export function embeddedDatabase(pglite: PGlite): OpenDatabase {
  return {
    options: { ...common, driver: PgliteDriver, dbName: 'postgres', driverOptions: { pglite } },
    shared: false,
    close: () => pglite.close(),
  };
}
