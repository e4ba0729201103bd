// What the races and the kills of `races` and `effects` are about: people who can sign in, professionals with free days, visits that were done and
// visits to which somebody is on the way. Written into the database of a program that does not run; all else is done over HTTP.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '#libs/orm';
import { dayMs, minuteMs } from '#libs/time';
import { Booking, BookingItem } from '../../src/bookings/booking.entity.js';
import { Pincode } from '../../src/catalogue/place.entity.js';
import { RateCard } from '../../src/catalogue/rate-card.entity.js';
import { Service } from '../../src/catalogue/service.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { accountContent } from '../../src/demo/content.js';
import { Provider, ProviderPincode, ProviderSkill } from '../../src/providers/provider.entity.js';
import { Shift } from '../../src/providers/shift.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import type { Books } from './books.js';

/** Served by the demo data. */
export const pincode = '560034';
/** What a visit of the scene costs. */
export const pricePaise = 3000_00;

export interface Person {
  id: string;
  email: string;
}
export interface Visit {
  id: string;
  /** Index of its customer. */
  of: number;
}
export interface Slot {
  serviceId: string;
  providerId: string;
  startsAt: string;
}
export interface Scene {
  customers: Person[];
  staff: Record<'agent' | 'manager' | 'deputy' | 'lead' | 'finance' | 'admin', Person>;
  /** Completed yesterday; not paid yet. */
  done: Visit[];
  /** Somebody is on the way to them. */
  awaited: Visit[];
  /** The work has begun. */
  begun: Visit[];
  slots: Slot[];
}

export interface SceneSize {
  customers: number;
  visits: number;
  slots: number;
}

const roles = {
  agent: 'ops_agent',
  manager: 'ops_manager',
  deputy: 'ops_manager',
  lead: 'ops_lead',
  finance: 'finance',
  admin: 'super_admin',
} as const;
const { password, passwordHash } = accountContent.customer;
export { password };

/** Days ahead on which a professional has a slot in the morning and one in the afternoon. */
const firstDay = 2;
const lastDay = 11;
const startTimes = ['T10:00:00+05:30', 'T15:00:00+05:30'];

export async function sceneIn(books: Books, size: SceneSize): Promise<Scene> {
  const now = new Date();
  const service = await shortService(books);
  return books.write(async (em) => {
    const { city } = await em.findOneOrFail(Pincode, { code: pincode });
    const slotsEach = (lastDay - firstDay + 1) * startTimes.length;
    const count = Math.max(Math.ceil(size.slots / slotsEach), size.visits * 2);
    const providers = Array.from({ length: count }, (_, index) => addProvider(em, service, city.id, index));
    const customers = Array.from({ length: size.customers }, (_, index) => addCustomer(em, index));
    const staff = Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, addStaff(em, role)]));
    const rateCard = await em.findOneOrFail(RateCard, { service: service.id });
    const visits = (status: Booking['status'], startsAt: Date, from: number): Visit[] =>
      Array.from({ length: size.visits }, (_, index) => {
        const of = index % customers.length;
        const visit = { provider: providers[from + index]!, customer: customers[of]!, startsAt, status };
        return { id: addVisit(em, service, rateCard, visit), of };
      });
    const soon = new Date(now.getTime() + 10 * minuteMs);
    return {
      customers,
      staff: staff as Scene['staff'],
      done: visits('completed', new Date(now.getTime() - dayMs), 0),
      awaited: visits('en_route', soon, 0),
      begun: visits('in_progress', soon, size.visits),
      slots: slotsOf(service, providers, now).slice(0, size.slots),
    };
  });
}

async function shortService(books: Books): Promise<Service> {
  const [found] = await books.select<{ id: string }>(
    `select s.id from services s join rate_card_pincodes r on r.service_id = s.id
     where r.pincode_code = ? order by s.duration_minutes, s.id limit 1`,
    [pincode],
  );
  return books.write((em) => em.findOneOrFail(Service, { id: found!.id }, { populate: ['subcategory'] }));
}

function addProvider(em: SqlEntityManager, service: Service, city: string, index: number): Provider {
  const phone = '+919800000000';
  const provider = em.create(Provider, { name: `Rival ${index}`, phone, city });
  em.create(ProviderSkill, { provider, subcategory: service.subcategory.id });
  em.create(ProviderPincode, { provider, pincode, ratingAverage: 0, ratingCount: 0 });
  const hours = { fromMinute: 9 * 60, toMinute: 19 * 60, validFrom: '2026-01-01' };
  for (let weekday = 1; weekday <= 7; weekday++) em.create(Shift, { provider, weekday, ...hours });
  return provider;
}

function addCustomer(em: SqlEntityManager, index: number): Person {
  const email = `rival${index}@crash.example`;
  return { id: em.create(Customer, { id: newId(), name: `Rival ${index}`, email, passwordHash }).id, email };
}

function addStaff(em: SqlEntityManager, role: string): Person {
  const id = newId();
  const email = `${id}@crash.example`;
  em.create(Staff, { id, name: role, email, role, status: 'active', passwordHash });
  return { id, email };
}

interface NewVisit {
  provider: Provider;
  customer: Person;
  startsAt: Date;
  status: Booking['status'];
}

function addVisit(
  em: SqlEntityManager,
  service: Service,
  rateCard: RateCard,
  { provider, customer, startsAt, status }: NewVisit,
): string {
  const id = newId();
  const endsAt = new Date(startsAt.getTime() + service.durationMinutes * minuteMs);
  const booking = em.create(Booking, {
    id,
    reference: `BK-${id.slice(-8).toUpperCase()}`,
    customer: customer.id,
    provider,
    service: service.id,
    rateCard: rateCard.id,
    addressLine: '12, 5th Cross, Koramangala',
    pincode,
    startsAt,
    endsAt,
    busyUntil: endsAt,
    status,
    totalPaise: pricePaise,
  });
  const line = { kind: 'service', code: service.slug, label: service.name } as const;
  em.create(BookingItem, { booking, position: 0, ...line, unitPaise: pricePaise, amountPaise: pricePaise });
  booking.recordCreation({ kind: 'customer', id: customer.id }, startsAt);
  return id;
}

function slotsOf({ id: serviceId }: Service, providers: readonly Provider[], now: Date): Slot[] {
  const dates = Array.from({ length: lastDay - firstDay + 1 }, (_, index) =>
    new Date(now.getTime() + (firstDay + index) * dayMs).toISOString().slice(0, 10),
  );
  return providers.flatMap(({ id: providerId }) =>
    dates.flatMap((date) => startTimes.map((time) => ({ serviceId, providerId, startsAt: date + time }))),
  );
}
