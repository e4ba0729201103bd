// Whether the demo data is what it promises to be: how many of what, whole in itself, and somebody free wherever a visitor looks.
import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { localDate } from '#libs/time';
import { Address } from '../addresses/address.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Booking, BookingItem } from '../bookings/booking.entity.js';
import { City, Pincode } from '../catalogue/place.entity.js';
import { RateCard, RateCardPincode } from '../catalogue/rate-card.entity.js';
import { Category, Subcategory } from '../catalogue/service.entity.js';
import { Complaint } from '../complaints/complaint.entity.js';
import { ComplaintUpdate } from '../complaints/updates/complaint-update.entity.js';
import { PriorityEntry } from '../complaints/priority/priority-entry.entity.js';
import { Message } from '../conversations/conversation.entity.js';
import { KnowledgeDocument } from '../knowledge/knowledge-document.entity.js';
import { Provider, ProviderPincode } from '../providers/provider.entity.js';
import { Staff } from '../staff/staff.entity.js';
import { bookingsPerBlock, itemsPerBlock } from './bookings.js';
import { complaintsPerBlock, queuedPerBlock, updatesPerBlock } from './complaints.js';
import { demoHandbook } from './content.js';
import { messagesPerBlock } from './conversations.js';
import { dataFaults, uncoveredFaults } from './faults.js';
import { customersPerBlock, staffPerBlock } from './people.js';
import { providersPerBlock } from './providers.js';
import { timeZone } from './scene.js';

export interface DemoFinding {
  check: string;
  expected: string;
  found: string;
  ok: boolean;
}

/** The places that a visitor is told to try. */
const coverageCodes = [
  '560001',
  '560034',
  '560038',
  '400050',
  '400053',
  '110001',
  '110016',
  '411001',
  '411014',
  '500034',
  '600020',
  '700019',
  '122001',
  '380015',
] as const;

interface Expectation {
  entity: EntityClass<object>;
  count: number;
  /** Multiplied by the factor. */
  each?: boolean;
  /** There may be more. */
  atLeast?: boolean;
}

const expectations: readonly Expectation[] = [
  { entity: City, count: 20 },
  { entity: Pincode, count: 171 },
  { entity: Category, count: 12 },
  { entity: Subcategory, count: 76 },
  { entity: RateCard, count: 156 },
  { entity: RateCardPincode, count: 243, atLeast: true },
  { entity: KnowledgeDocument, count: demoHandbook.length },
  { entity: Customer, count: customersPerBlock, each: true },
  { entity: Address, count: 198, each: true },
  { entity: Staff, count: staffPerBlock, each: true },
  { entity: Provider, count: providersPerBlock, each: true },
  { entity: ProviderPincode, count: 92, each: true, atLeast: true },
  { entity: Booking, count: bookingsPerBlock, each: true },
  { entity: BookingItem, count: itemsPerBlock, each: true },
  { entity: Message, count: messagesPerBlock, each: true },
  { entity: Complaint, count: complaintsPerBlock, each: true },
  { entity: ComplaintUpdate, count: updatesPerBlock, each: true },
  { entity: PriorityEntry, count: queuedPerBlock, each: true },
];

/** @param now the coverage is that of the seven days after it */
export async function verifyDemoData(
  em: SqlEntityManager,
  { now, factor = 1 }: { now: Date; factor?: number },
): Promise<DemoFinding[]> {
  const findings: DemoFinding[] = [];
  for (const { entity, count, each, atLeast } of expectations) {
    const expected = each ? count * factor : count;
    const found = await em.count(entity);
    const ok = atLeast ? found >= expected : found === expected;
    const check = em.getMetadata(entity).tableName;
    findings.push({ check, expected: `${atLeast ? 'at least ' : ''}${expected}`, found: String(found), ok });
  }
  const gaps =
    'everyday services in a named place on one of the next seven days with fewer than two free providers';
  const coverage = uncoveredFaults(coverageCodes, localDate(now, timeZone), 7);
  for (const [check, sql] of Object.entries({ ...dataFaults, [gaps]: coverage })) {
    const found = await numberFrom(em, sql);
    findings.push({ check, expected: '0', found: String(found), ok: found === 0 });
  }
  return findings;
}

async function numberFrom(em: SqlEntityManager, sql: string): Promise<number> {
  const [row] = await em.execute<Record<string, unknown>[]>(sql);
  return Number(Object.values(row!)[0]);
}
