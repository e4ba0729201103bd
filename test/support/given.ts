// What a story starts from, written straight into the database. Whatever a story does not mention gets a sensible value.
import type { MikroORM } from '@mikro-orm/core';
import { newId } from '#libs/orm';
import { hashPassword } from '#libs/passwords';
import { Address } from '../../src/addresses/address.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { Booking, BookingItem } from '../../src/bookings/booking.entity.js';
import { CatalogueCopy } from '../../src/catalogue/catalogue.copy.js';
import { City, Pincode, type CityTier } from '../../src/catalogue/place.entity.js';
import { RateCard, RateCardAttribute, RateCardPincode } from '../../src/catalogue/rate-card.entity.js';
import { Category, Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { Provider, ProviderPincode, ProviderSkill } from '../../src/providers/provider.entity.js';
import { Shift } from '../../src/providers/shift.entity.js';
import { Review } from '../../src/reviews/review.entity.js';
import type { TestApp } from './app.js';
import { givenStaffIn } from './given-staff.js';

export const password = 'correct horse 42';
const defaultPincode = '560034';

export interface SignedIn {
  customer: Customer;
  /** To be sent with every request of this customer. */
  headers: { authorization: string };
  refreshToken: string;
}

export interface AttributeStory {
  code: string;
  pricePaise: number;
  group?: string;
  isDefault?: boolean;
}

export interface ServiceStory {
  slug?: string;
  name?: string;
  durationMinutes?: number;
  /** What a quantity counts. */
  unit?: string;
  pricePaise?: number;
  /** Where it is offered. */
  pincodes?: string[];
  attributes?: AttributeStory[];
  /** Words customers use for it. */
  phrases?: string[];
  /** A subcategory made before; otherwise a new one. */
  subcategory?: Subcategory;
}

export interface ProviderStory {
  name?: string;
  pincode?: string;
  /** What the provider can do; take it from a service. */
  subcategory: Subcategory;
  /** Minutes since midnight in the business time zone, on every day of the week. Default 9:00 to 19:00. */
  shifts?: { from: number; to: number }[];
}

export interface BookingStory {
  customer?: Customer;
  service?: Service;
  provider?: Provider;
  /** From the test's now: `2h`, `3d`, `45m`; `-2h` has begun. */
  startsIn?: string;
  status?: Booking['status'];
  totalPaise?: number;
}

export interface ReviewStory {
  rating?: number;
  comment?: string;
  createdAt?: Date;
  hiddenAt?: Date;
  hiddenReason?: string;
}

export type Given = ReturnType<typeof givenIn>;

/** The story builders over the database of `app`. */
export function givenIn({ app, orm, http, clock }: Pick<TestApp, 'app' | 'orm' | 'http' | 'clock'>) {
  let count = 0;
  const next = () => ++count;

  async function customer(
    story: { name?: string; email?: string; phone?: string; hasProvenPhone?: boolean } = {},
  ): Promise<Customer> {
    const email = story.email ?? `customer${next()}@example.com`;
    return save(orm, (em) =>
      em.create(Customer, {
        name: story.name ?? 'Asha Rao',
        email,
        phone: story.phone,
        phoneVerifiedAt: story.hasProvenPhone ? clock.now() : null,
        passwordHash: 'no password',
      }),
    );
  }

  /** Over the API, as a person would. */
  async function signedIn(story: { email?: string; name?: string } = {}): Promise<SignedIn> {
    const person = { name: story.name ?? 'Asha Rao', email: story.email ?? `person${next()}@example.com` };
    await save(orm, async (em) =>
      em.create(Customer, { ...person, passwordHash: await hashPassword(password) }),
    );
    const payload = { identifier: person.email, password };
    const answer = await http({ method: 'POST', url: '/api/v1/auth/login', payload });
    if (answer.statusCode !== 200) throw new Error(`Signing in failed: ${answer.body}`);
    const { accessToken, refreshToken, user } = answer.json();
    const customer = await orm.em.fork().findOneOrFail(Customer, { id: user.id });
    return { customer, headers: { authorization: `Bearer ${accessToken}` }, refreshToken };
  }

  /** The catalogue is kept in memory: whoever writes it says so. */
  async function catalogued<Row>(make: (em: Em) => Row): Promise<Row> {
    const row = await save(orm, make);
    await app.get(CatalogueCopy).changed();
    return row;
  }

  async function pincode(code = defaultPincode, tier: CityTier = 'metro'): Promise<Pincode> {
    const known = await orm.em.fork().findOne(Pincode, { code });
    if (known) return known;
    return catalogued((em) => {
      const city = em.create(City, {
        slug: `city-${code}`,
        name: `City of ${code}`,
        state: 'Karnataka',
        tier,
      });
      return em.create(Pincode, { code, city, area: `Area ${code}` });
    });
  }

  /** With its category, subcategory, and one rate card for the given pincodes. */
  async function service(story: ServiceStory = {}): Promise<Service> {
    const number = next();
    const pincodes = await Promise.all((story.pincodes ?? [defaultPincode]).map((code) => pincode(code)));
    return catalogued((em) => {
      const subcategory = story.subcategory ?? newSubcategory(em, number);
      const made = em.create(Service, {
        subcategory,
        slug: story.slug ?? `service-${number}`,
        name: story.name ?? `Service ${number}`,
        description: 'Described for a test.',
        durationMinutes: story.durationMinutes ?? 60,
        unit: story.unit,
        phrases: story.phrases ?? [],
      });
      const rateCard = em.create(RateCard, {
        service: made,
        tier: 'metro',
        pricePaise: story.pricePaise ?? 499_00,
      });
      (story.attributes ?? []).forEach((attribute, position) =>
        em.create(RateCardAttribute, { rateCard, name: attribute.code, position, ...attribute }),
      );
      for (const { code } of pincodes)
        em.create(RateCardPincode, { rateCard, service: made.id, pincode: code });
      return made;
    });
  }

  async function provider(story: ProviderStory): Promise<Provider> {
    const { code, city } = await pincode(story.pincode);
    return save(orm, (em) => {
      const made = em.create(Provider, {
        name: story.name ?? `Provider ${next()}`,
        phone: '+919800000000',
        city: city.id,
      });
      em.create(ProviderSkill, { provider: made, subcategory: story.subcategory.id });
      em.create(ProviderPincode, { provider: made, pincode: code, ratingAverage: 0, ratingCount: 0 });
      for (const { from, to } of story.shifts ?? [{ from: 9 * 60, to: 19 * 60 }]) {
        for (let weekday = 1; weekday <= 7; weekday++) {
          em.create(Shift, {
            provider: made,
            weekday,
            fromMinute: from,
            toMinute: to,
            validFrom: '2026-01-01',
          });
        }
      }
      return made;
    });
  }

  async function address(of: Customer, story: { line?: string; pincode?: string } = {}): Promise<Address> {
    const { code } = await pincode(story.pincode);
    return save(orm, (em) =>
      em.create(Address, {
        customer: of.id,
        line: story.line ?? '12, 5th Cross, Koramangala',
        pincode: code,
        isDefault: true,
      }),
    );
  }

  async function confirmedBooking(story: BookingStory = {}): Promise<Booking> {
    const booked = story.service ?? (await service());
    const by = story.provider ?? (await provider({ subcategory: booked.subcategory as Subcategory }));
    const owner = story.customer ?? (await customer());
    const rateCard = await orm.em.fork().findOneOrFail(RateCard, { service: booked.id });
    const startsAt = new Date(clock.now().getTime() + milliseconds(story.startsIn ?? '1d'));
    const endsAt = new Date(startsAt.getTime() + booked.durationMinutes * 60_000);
    const total = story.totalPaise ?? rateCard.pricePaise;
    return save(orm, (em) => {
      const booking = em.create(Booking, {
        id: newId(),
        reference: `BK-TEST${next()}`,
        customer: owner.id,
        provider: by.id,
        service: booked.id,
        rateCard: rateCard.id,
        addressLine: '12, 5th Cross, Koramangala',
        pincode: defaultPincode,
        startsAt,
        endsAt,
        busyUntil: endsAt,
        status: story.status ?? 'confirmed',
        totalPaise: total,
        cancellationFeePaise: story.status === 'cancelled' ? 0 : null,
      });
      em.create(BookingItem, {
        booking,
        position: 0,
        kind: 'service',
        code: booked.slug,
        label: booked.name,
        unitPaise: total,
        amountPaise: total,
      });
      booking.recordCreation({ kind: 'customer', id: owner.id }, clock.now());
      return booking;
    });
  }

  async function review(of: Booking, story: ReviewStory = {}): Promise<Review> {
    return save(orm, (em) =>
      em.create(Review, {
        booking: of.id,
        customer: em.getReference(Customer, of.customer),
        service: of.service.id,
        provider: of.provider.id,
        rating: 5,
        createdAt: clock.now(),
        ...story,
      }),
    );
  }

  const ofStaff = givenStaffIn({ orm, http }, password);
  return { ...ofStaff, customer, signedIn, pincode, service, provider, address, confirmedBooking, review };
}

type Em = ReturnType<MikroORM['em']['fork']>;

async function save<Row>(orm: MikroORM, make: (em: Em) => Row | Promise<Row>): Promise<Row> {
  const em = orm.em.fork();
  const row = await make(em);
  await em.flush();
  return row;
}

function newSubcategory(em: Em, number: number): Subcategory {
  const category = em.create(Category, {
    slug: `category-${number}`,
    name: `Category ${number}`,
    position: number,
  });
  return em.create(Subcategory, { category, slug: `kind-${number}`, name: `Kind ${number}`, position: 1 });
}

function milliseconds(span: string): number {
  const [, amount, unit] = /^(-?\d+)([mhd])$/.exec(span) ?? [];
  if (!amount) throw new Error(`Not a span of time: ${span}`);
  return Number(amount) * { m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as 'm' | 'h' | 'd'];
}
