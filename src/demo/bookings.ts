// Visits of the past three months and the coming two weeks, with what they cost and how they went.
import { weekdayOf } from '#libs/time';
import { Booking, BookingItem, BookingTransition } from '../bookings/booking.entity.js';
import type { PolicyVersion } from '../policies/policy-version.entity.js';
import { priceOf, type Price } from '../pricing/price.js';
import { standardRules } from '../pricing/rules/standard-rules.js';
import { demoPeople } from './content.js';
import type { InsertRows } from './insert.js';
import { servicesIn, type DemoService, type DemoMarketplace } from './marketplace.js';
import type { DemoAddress, DemoCustomer } from './people.js';
import { coreHours, type ProviderDiary, type DemoProvider } from './providers.js';
import { minutesAfter, referenceOf, timeZone, type DemoScene } from './scene.js';

/** How many bookings of a block end how. */
const outcomes = { confirmed: 30, completed: 84, cancelled: 18, no_show: 7 } as const;
type Outcome = keyof typeof outcomes;

export const bookingsPerBlock = 139;
/** Every booking has two items, the service and the tax, and these have a third: an attribute or a surcharge. */
const bookingsWithThreeItems = 16;
export const itemsPerBlock = 2 * bookingsPerBlock + bookingsWithThreeItems;

/** The first customer is the one people sign in as: she has something of everything. */
const ofTheFirstCustomer = new Set([0, 30, 31, 114]);

type Extra = 'attribute' | 'surcharge' | null;

export interface DemoBooking {
  id: string;
  reference: string;
  customer: DemoCustomer;
  provider: DemoProvider;
  service: DemoService;
  address: DemoAddress;
  status: Outcome;
  createdAt: Date;
  startsAt: Date;
  endsAt: Date;
  totalPaise: number;
  items: Price['items'];
  /** Of a visit that was cancelled. */
  fee: { paise: number; at: Date; clauses: string[] } | null;
}

interface Visit {
  customer: DemoCustomer;
  address: DemoAddress;
  service: DemoService;
  provider: DemoProvider;
  startsAt: Date;
}

type Status = Outcome | 'en_route' | 'in_progress';

interface Step {
  from: Status | null;
  to: Status;
  at: Date;
  byKind: string;
  byId: string;
  reason: string;
}

/** Who can meet whom. */
export interface BookingStage {
  market: DemoMarketplace;
  customers: readonly DemoCustomer[];
  diary: ProviderDiary;
  /** What the visits are booked under. */
  policy: PolicyVersion;
}

/** What a booking is to be like. */
interface Plan {
  number: number;
  customer: DemoCustomer;
  outcome: Outcome;
  extra: Extra;
}

export function addBookings(scene: DemoScene, rows: InsertRows, stage: BookingStage): DemoBooking[] {
  const { customers } = stage;
  const planned = (Object.keys(outcomes) as Outcome[]).flatMap((outcome) =>
    Array<Outcome>(outcomes[outcome]).fill(outcome),
  );
  return planned.map((outcome, index) => {
    const customer = customers[ofTheFirstCustomer.has(index) ? 0 : index % customers.length]!;
    const number = scene.block * bookingsPerBlock + index;
    const plan = { number, customer, outcome, extra: extraOf(index) };
    return addBooking(scene, rows, findVisit(scene, stage, plan), plan, stage.policy);
  });
}

/** Spread over all outcomes, by turns an attribute and a surcharge. */
function extraOf(index: number): Extra {
  if (index % 8 !== 3 || index >= 8 * bookingsWithThreeItems) return null;
  return index % 16 === 3 ? 'attribute' : 'surcharge';
}

/** Tries until somebody is free for something; with the wanted customer first, then with anybody. */
function findVisit(
  scene: DemoScene,
  { market, customers, diary }: BookingStage,
  { customer, outcome, extra }: Plan,
): Visit {
  const { random } = scene;
  const coming = outcome === 'confirmed';
  for (let attempt = 0; attempt < 10_000; attempt++) {
    const who = attempt < 40 ? customer : random.pick(customers);
    const service = random.pick(servicesIn(who.city, market.services));
    const day = scene.day(coming ? random.between(1, 14) : -random.between(1, 90));
    const minute = startMinute(scene, service, day, extra);
    if (minute === null || !suits(service, extra)) continue;
    const provider = diary[coming ? 'takeSpare' : 'takePast'](who.city, service.trade, day);
    const address = random.pick(who.addresses);
    if (provider) return { customer: who, address, service, provider, startsAt: scene.at(day, minute) };
  }
  throw new Error('The demo data has more bookings than its providers have time');
}

/** A group of attributes always puts one of them on the bill. */
function suits({ attributes }: DemoService, extra: Extra): boolean {
  return extra === 'attribute' ? attributes.length > 0 : attributes.every(({ group }) => group === null);
}

/** On the half hour; null where the day or the length of the service does not allow what is wanted. */
function startMinute(
  { random }: DemoScene,
  { durationMinutes }: DemoService,
  day: string,
  extra: Extra,
): number | null {
  const sunday = weekdayOf(day) === 7;
  const latest = coreHours.toMinute - durationMinutes;
  if (extra === 'surcharge' && !sunday) return latest >= 18 * 60 ? 18 * 60 : null;
  if (sunday !== (extra === 'surcharge')) return null;
  return 30 * random.between(coreHours.fromMinute / 30, Math.min(latest, 17 * 60 + 30) / 30);
}

function addBooking(
  scene: DemoScene,
  rows: InsertRows,
  visit: Visit,
  { number, outcome, extra }: Plan,
  policy: PolicyVersion,
): DemoBooking {
  const { random } = scene;
  const { customer, address, service, provider, startsAt } = visit;
  const createdAt =
    outcome === 'confirmed'
      ? scene.minutesAgo(random.between(60, 4320))
      : minutesAfter(startsAt, -random.between(1440, 7200));
  const quantity = quantityOf(scene, service);
  const { items, totalPaise, currency } = priceFor(scene, visit, quantity, extra);
  const endsAt = minutesAfter(startsAt, service.durationMinutes);
  const row = scene.row(createdAt);
  const sold = { reference: referenceOf('BK', number), startsAt, endsAt, totalPaise, status: outcome };
  const steps = stepsOf({ ...sold, createdAt, customer }, number);
  const last = steps.at(-1)!;
  const fee = outcome === 'cancelled' ? feeOf(sold, last, policy) : null;
  rows.add(Booking, {
    ...row,
    ...sold,
    updatedAt: last.at,
    quantity,
    currency,
    customer: customer.id,
    provider: provider.id,
    service: service.id,
    rateCard: service.rateCards[customer.city.tier]!.id,
    addressLine: address.line,
    pincode: address.pincode,
    busyUntil: endsAt,
    notes: random.chance(0.3) ? random.pick(demoPeople.notes) : '',
    policy: policy.number,
    cancellationFeePaise: fee?.paise ?? null,
  });
  for (const [position, item] of items.entries()) {
    rows.add(BookingItem, { ...scene.row(createdAt), booking: row.id, position, ...item });
  }
  for (const step of steps) rows.add(BookingTransition, { ...scene.row(step.at), booking: row.id, ...step });
  return {
    id: row.id,
    ...sold,
    createdAt,
    customer,
    provider,
    service,
    address,
    items,
    fee,
  };
}

function quantityOf({ random }: DemoScene, { unit }: DemoService): number {
  if (unit === 'seat') return random.between(3, 7);
  return unit && random.chance(0.25) ? 2 : 1;
}

function priceFor(
  { random }: DemoScene,
  { service, customer, startsAt }: Visit,
  quantity: number,
  extra: Extra,
): Price {
  const rateCard = service.rateCards[customer.city.tier]!;
  const attributes = service.attributes.map(
    ({ code, name, group, priceRupees, default: isDefault = false }) => ({
      code,
      name,
      group,
      isDefault,
      pricePaise: priceRupees * 100,
    }),
  );
  // One of a group replaces its default, so there is one attribute on the bill either way.
  const groups = attributes.filter(({ group }) => group !== null);
  const chosen = extra === 'attribute' ? [random.pick(groups.length > 0 ? groups : attributes).code] : [];
  return priceOf({
    service,
    rateCard: { ...rateCard, currency: 'INR', attributes },
    attributes: chosen,
    quantity,
    startsAt,
    timeZone,
    now: startsAt,
    rules: standardRules,
  });
}

type Sold = Pick<DemoBooking, 'createdAt' | 'startsAt' | 'endsAt' | 'customer' | 'status'>;

/** How the visit went, each step a legal one. */
function stepsOf({ createdAt, startsAt, endsAt, customer, status }: Sold, number: number): Step[] {
  const byCustomer = { byKind: 'customer', byId: customer.id, reason: '' };
  const byProvider = { byKind: 'system', byId: 'provider-app', reason: '' };
  const created: Step = { ...byCustomer, from: null, to: 'confirmed', at: createdAt };
  const leaves: Step = { ...byProvider, from: 'confirmed', to: 'en_route', at: minutesAfter(startsAt, -25) };
  const begins: Step = { ...byProvider, from: 'en_route', to: 'in_progress', at: minutesAfter(startsAt, 5) };
  if (status === 'completed')
    return [created, leaves, begins, { ...byProvider, from: 'in_progress', to: 'completed', at: endsAt }];
  if (status === 'no_show') {
    return [
      created,
      leaves,
      {
        ...byProvider,
        from: 'en_route',
        to: 'no_show',
        at: minutesAfter(startsAt, 20),
        reason: 'Nobody at home',
      },
    ];
  }
  if (status === 'confirmed') return [created];
  return [...(number % 3 === 2 ? [created, leaves] : [created]), cancellation(number, startsAt, byCustomer)];
}

/** In turn long before the visit, shortly before it, and when the professional had set out: free, late, too late. */
function cancellation(number: number, startsAt: Date, by: Pick<Step, 'byKind' | 'byId'>): Step {
  const [minutesBefore, reason] = (
    [
      [600, 'Plans have changed'],
      [120, 'Have to go to the office'],
      [10, 'Solved by the neighbour'],
    ] as const
  )[number % 3]!;
  const from = number % 3 === 2 ? 'en_route' : 'confirmed';
  return { ...by, from, to: 'cancelled', at: minutesAfter(startsAt, -minutesBefore), reason };
}

/** By the entity's own rule, as it stood when the customer cancelled. */
function feeOf(
  sold: { startsAt: Date; totalPaise: number },
  { from, at }: Step,
  policy: PolicyVersion,
): NonNullable<DemoBooking['fee']> {
  const terms = Object.assign(new Booking(), sold, { status: from }).cancellationTerms(at, policy)!;
  return { paise: terms.feePaise, at, clauses: terms.clauses };
}
