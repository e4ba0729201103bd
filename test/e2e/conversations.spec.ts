// Whole conversations, as written in test/conversations, over the demo data: what is said on the way, and what is booked in the end.
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { ToolRegistry } from '#libs/tools';
import { onBehalfOf } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { Address } from '../../src/addresses/address.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Service } from '../../src/catalogue/service.entity.js';
import { priceOf } from '../../src/catalogue/price.js';
import { RateCardPincode } from '../../src/catalogue/rate-card.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { newTalker } from '../conversations/conversation.js';
import {
  dialogueFiles,
  dialoguesIn,
  faultOf,
  type Dialogue,
  type ExpectedBooking,
  type GivenVisit,
} from '../conversations/script.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';

const timeZone = 'Asia/Kolkata';
let running: TestApp;
let given: Given;

beforeAll(async () => {
  running = await startApp({ settings: { DEMO_DATA: true } });
  given = givenIn(running);
});
afterAll(() => running.close());

describe.each(dialogueFiles())('%s', (file) => {
  it.each(dialoguesIn(file).map((dialogue) => [dialogue.title, dialogue] as const))(
    '%s',
    async (_, dialogue) => {
      const { faults, bookings } = await play(dialogue);
      expect(faults).toEqual([]);
      expect(bookings.map(shownAs)).toEqual(await Promise.all(sorted(dialogue.bookings).map(expectedOf)));
    },
  );
});

/** Plays it as a new customer, whose slots are free again afterwards. */
async function play({
  home,
  phone,
  visits,
  turns,
}: Dialogue): Promise<{ faults: string[]; bookings: Booking[] }> {
  const talker = await newTalker(running, given);
  const em = running.orm.em.fork();
  if (home) {
    em.create(Address, { ...home, customer: talker.customerId, isDefault: true });
    await em.flush();
  }
  if (phone) await ownPhone(talker.customerId, phone);
  for (const visit of visits) await bookVisit(talker.customerId, visit);
  const faults: string[] = [];
  for (const { text, expectations } of turns) {
    const answer = await talker.say(text);
    faults.push(...expectations.flatMap((expectation) => faultOf(expectation, answer) ?? []));
  }
  const where = { customer: talker.customerId };
  const bookings = await em.find(Booking, where, { populate: ['service', 'items'] });
  await em.nativeUpdate(Booking, where, { status: 'cancelled', cancellationFeePaise: 0 });
  return { faults, bookings: sorted(bookings) };
}

/** Several dialogues may use the same number: whoever had it before is over. */
async function ownPhone(id: string, { digits, isVerified }: NonNullable<Dialogue['phone']>): Promise<void> {
  const em = running.orm.em.fork();
  const phone = `+91${digits}`;
  await em.nativeUpdate(Customer, { phone }, { phone: null, phoneVerifiedAt: null });
  const phoneVerifiedAt = isVerified ? running.clock.now() : null;
  await em.nativeUpdate(Customer, { id }, { phone, phoneVerifiedAt });
}

/** As the chat books: a free slot, by the customer's own tools. */
async function bookVisit(customerId: string, visit: GivenVisit): Promise<void> {
  const customer = {
    kind: 'customer',
    id: customerId,
    permissions: new Set<string>(customerGrants),
  } as const;
  const registry = running.app.get(ToolRegistry, { strict: false });
  const call = async (name: string, args: object): Promise<any> => {
    const outcome = await registry.execute(onBehalfOf(customer, 'booking'), name, args, randomUUID());
    if (!outcome.ok) throw new Error(`${name}: ${outcome.refusal.detail}`);
    return outcome.output;
  };
  const { service: slug, pincode, date, time, line } = visit;
  const { id: serviceId } = await running.orm.em.fork().findOneOrFail(Service, { slug });
  const startsAt = `${date}T${time}:00+05:30`;
  const place = { serviceId, pincode, from: startsAt, to: startsAt };
  const { items } = await call('bookings.find_slots', place);
  const { providerId } = items[0];
  await call('bookings.create', { serviceId, providerId, startsAt, address: { line, pincode } });
}

function sorted<Row extends ExpectedBooking | Booking>(rows: readonly Row[]): Row[] {
  const key = (row: Row): string =>
    'isCancelled' in row
      ? `${row.service} ${row.isCancelled}`
      : `${(row.service as { slug: string }).slug} ${row.status === 'cancelled'}`;
  return rows.toSorted((a, b) => key(a).localeCompare(key(b)));
}

/** A booking in the words of the script, with the price that was asked. */
function shownAs(booking: Booking): object {
  const local = DateTime.fromJSDate(booking.startsAt, { zone: timeZone });
  return {
    service: (booking.service as { slug: string }).slug,
    pincode: booking.pincode,
    date: local.toISODate(),
    time: local.toFormat('HH:mm'),
    address: booking.addressLine,
    options: booking.items
      .getItems()
      .filter(({ kind }) => kind === 'attribute')
      .map(({ code }) => code),
    quantity: booking.quantity,
    notes: booking.notes,
    totalPaise: booking.totalPaise,
    isCancelled: booking.status === 'cancelled',
  };
}

/** What the script expects, with the price by the price rules for exactly that. */
async function expectedOf(expected: ExpectedBooking): Promise<object> {
  const { service: slug, pincode, date, time, address, options, quantity, notes } = expected;
  const link = await running.orm.em
    .fork()
    .findOneOrFail(
      RateCardPincode,
      { pincode, rateCard: { service: { slug } } },
      { populate: ['rateCard.attributes', 'rateCard.service'] },
    );
  // Any time of the day in a script is a morning time: no surcharge but Sunday's.
  const startsAt = DateTime.fromISO(`${date}T${time ?? '10:00'}`, { zone: timeZone }).toJSDate();
  const { rateCard } = link;
  const question = { service: rateCard.service, rateCard, attributes: options, quantity, startsAt, timeZone };
  return {
    ...expected,
    time: expect.stringMatching(time ?? /^\d\d:\d\d$/),
    address: expect.stringContaining(address),
    notes: expect.stringMatching(notes || /^$/),
    totalPaise: priceOf(question as never).totalPaise,
  };
}
