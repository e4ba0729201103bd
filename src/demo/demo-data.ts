// Loads and clears the demo data: everything a person needs to try the product, the same for the same seed and moment.
import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { addBuiltInRoles } from '../access/built-in-roles.js';
import { Address } from '../addresses/address.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Booking, BookingItem, BookingTransition } from '../bookings/booking.entity.js';
import { ServiceCycle } from '../recommendations/service-cycle.entity.js';
import { Review } from '../reviews/review.entity.js';
import { City, Pincode } from '../catalogue/place.entity.js';
import { RateCard, RateCardAttribute, RateCardPincode } from '../catalogue/rate-card.entity.js';
import { Category, Service, Subcategory } from '../catalogue/service.entity.js';
import { Complaint, ComplaintEvent } from '../complaints/complaint.entity.js';
import { ComplaintTarget } from '../complaints/targets/complaint-target.entity.js';
import { ComplaintUpdate } from '../complaints/updates/complaint-update.entity.js';
import { PriorityEntry } from '../complaints/priority/priority-entry.entity.js';
import { Conversation, Message } from '../conversations/conversation.entity.js';
import { Invoice, InvoiceCounter } from '../invoices/invoice.entity.js';
import { CreditBalance, LedgerEntry, LedgerLine, LedgerSubject } from '../payments/ledger-entry.entity.js';
import { KnowledgeDocument } from '../knowledge/knowledge-document.entity.js';
import { CouponCounter } from '../pricing/coupons/coupon.entity.js';
import { PriceRule, PriceRuleVersion } from '../pricing/rules/price-rule.entity.js';
import { Provider, ProviderPincode, ProviderSkill } from '../providers/provider.entity.js';
import { ProviderDocument } from '../providers/documents/provider-document.entity.js';
import { ProviderLeave, Shift, ShiftException } from '../providers/shift.entity.js';
import { DraftShift, ShiftDraft } from '../planning/drafts/shift-draft.entity.js';
import { Staff } from '../staff/staff.entity.js';
import { firstPolicyNumber, PolicyVersion } from '../policies/policy-version.entity.js';
import { addBookings } from './bookings.js';
import { addComplaints } from './complaints.js';
import { accountContent } from './content.js';
import { addConversations } from './conversations.js';
import { InsertRows } from './insert.js';
import { addMoney, countInvoices, type InvoiceSequences } from './money.js';
import { buildMarketplace, type DemoMarketplace } from './marketplace.js';
import { addCustomers, addStaff } from './people.js';
import { addProviders, addShiftExceptions, ProviderDiary, makeProviders } from './providers.js';
import { addPriceRules, clearPriceRules } from './pricing.js';
import { addReviews, countServiceRatings } from './reviews.js';
import { DemoScene } from './scene.js';

export interface DemoDataOptions {
  /** The same seed and the same `now` give the same rows, ids included. Default 1. */
  seed?: number;
  now: Date;
  /** Multiplies people, providers, bookings, conversations and complaints; places and catalogue exist once. Default 1. */
  factor?: number;
}

/** Who can sign in, for the banner at the start. */
export const demoAccounts = {
  customer: {
    role: 'customer',
    name: accountContent.customer.name,
    email: accountContent.customer.email,
    password: accountContent.customer.password,
  },
  staff: accountContent.staff.map(({ role, name, email, password }) => ({ role, name, email, password })),
};

/** Referred ones before those that refer to them. */
const entities: readonly EntityClass<object>[] = [
  City,
  Pincode,
  Category,
  Subcategory,
  ServiceCycle,
  Service,
  RateCard,
  RateCardAttribute,
  RateCardPincode,
  KnowledgeDocument,
  Customer,
  Address,
  Staff,
  Provider,
  ProviderSkill,
  ProviderPincode,
  Shift,
  ShiftException,
  ProviderLeave,
  ProviderDocument,
  ShiftDraft,
  DraftShift,
  Booking,
  BookingItem,
  BookingTransition,
  Review,
  LedgerEntry,
  LedgerLine,
  LedgerSubject,
  CreditBalance,
  Invoice,
  InvoiceCounter,
  Complaint,
  ComplaintEvent,
  ComplaintTarget,
  ComplaintUpdate,
  PriorityEntry,
  Conversation,
  Message,
];

/** Beside what the installation brings: cleared row by row. */
const priceRules: readonly EntityClass<object>[] = [PriceRule, PriceRuleVersion, CouponCounter];

/** Where the random stream of what exists once begins; blocks count from 0. */
const once = -1;
/** Where the random streams of the money begin; they go downwards, so that nothing else is drawn differently. */
const moneyStream = -1_000_000;

/**
 * Fills an empty database. The first block and all that exists once come in one transaction, so that a start that is cut off
 * leaves nothing behind; further blocks come one by one and are never all in memory.
 */
export async function loadDemoData(
  em: SqlEntityManager,
  { seed = 1, now, factor = 1 }: DemoDataOptions,
): Promise<void> {
  const rows = new InsertRows();
  const market = buildMarketplace(new DemoScene(now, seed, once), rows);
  addPriceRules(new DemoScene(now, seed, once), rows);
  // The migrations have written it: the demo data follows the policies and does not bring any.
  const policy = await em.fork().findOneOrFail(PolicyVersion, { number: firstPolicyNumber });
  const world = { market, policy, seed, sequences: new Map<string, number>() };
  addBlock(new DemoScene(now, seed, 0), rows, world);
  await addBuiltInRoles(em.fork() as SqlEntityManager);
  await em.fork().transactional(async (transaction) => {
    await rows.insert(transaction, [...priceRules, ...entities]);
    await countInvoices(transaction);
    await countServiceRatings(transaction, now);
  });
  for (let block = 1; block < factor; block++) {
    const more = new InsertRows();
    addBlock(new DemoScene(now, seed, block), more, world);
    await em.fork().transactional(async (transaction) => {
      await more.insert(transaction, entities);
      await countInvoices(transaction);
      await countServiceRatings(transaction, now);
    });
  }
}

/** Empties every table that the demo data fills, and those that hang on them: sessions, proposals, checkpoints. */
export async function clearDemoData(em: SqlEntityManager): Promise<void> {
  const tables = entities.map((entity) => `"${em.getMetadata(entity).tableName}"`);
  await em.execute(`truncate ${tables.join(', ')} cascade`);
  await clearPriceRules(em);
}

/** What exists once and all blocks share. */
interface DemoWorld {
  market: DemoMarketplace;
  policy: PolicyVersion;
  seed: number;
  /** Numbers of invoices go on from block to block. */
  sequences: InvoiceSequences;
}

/** One multiple of the demo data. */
function addBlock(scene: DemoScene, rows: InsertRows, world: DemoWorld): void {
  const { market, policy } = world;
  const customers = addCustomers(scene, rows, market.cities);
  const staff = addStaff(scene, rows);
  const providers = makeProviders(scene, market.cities);
  const diary = new ProviderDiary(providers);
  const bookings = addBookings(scene, rows, { market, customers, diary, policy });
  addShiftExceptions(scene, rows, diary, providers, market);
  addProviders(scene, rows, providers, market.services, addReviews(scene, rows, bookings));
  addComplaints(scene, rows, bookings, staff);
  addConversations(scene, rows, bookings);
  const moneyScene = new DemoScene(scene.now, world.seed, moneyStream - scene.block);
  addMoney(moneyScene, rows, bookings, world);
}
