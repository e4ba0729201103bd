// Plays a written conversation as a new customer: what was answered, and what stands in the database at the end.
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { ToolRegistry } from '#libs/tools';
import { onBehalfOf } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { Address } from '../../src/addresses/address.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { priceOf } from '../../src/pricing/price.js';
import { standardRules } from '../../src/pricing/rules/standard-rules.js';
import { RateCardPincode } from '../../src/catalogue/rate-card.entity.js';
import { Service } from '../../src/catalogue/service.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { SlotHold } from '../../src/slots/slot-hold.entity.js';
import type { TestApp } from '../support/app.js';
import type { Given } from '../support/given.js';
import { newTalker, type Answer } from './conversation.js';
import { complaintRowsOf, fileGiven, withReferences, type ComplaintRow } from './complaints.js';
import { faultOf, type Answered, type Dialogue, type ExpectedBooking, type GivenVisit } from './script.js';

const timeZone = 'Asia/Kolkata';

/** A booking in the words of a script. */
export interface BookedRow extends ExpectedBooking {
  time: string;
  totalPaise: number;
  /** Booked before the conversation, and for the same time still. */
  isGiven: boolean;
}

export interface PlayedTurn {
  text: string;
  status: number;
  answer: string;
  /** Which expectations there were, and what of them did not hold. */
  expected: number;
  faults: string[];
}

export interface Played {
  turns: PlayedTurn[];
  rows: BookedRow[];
  complaints: ComplaintRow[];
}

/** The slots of what was booked, and of what was proposed in the end, are free again afterwards. @throws when a visit that is given cannot be booked */
export async function playDialogue(running: TestApp, given: Given, dialogue: Dialogue): Promise<Played> {
  const talker = await newTalker(running, given);
  const em = running.orm.em.fork();
  for (const home of dialogue.homes) {
    em.create(Address, { ...home, customer: talker.customerId, isDefault: dialogue.homes.length === 1 });
    await em.flush();
  }
  if (dialogue.phone) await ownPhone(running, talker.customerId, dialogue.phone);
  const where = { customer: talker.customerId };
  try {
    const visits: string[] = [];
    for (const visit of dialogue.visits) visits.push(await giveVisit(running, talker.customerId, visit));
    const filed = await fileGiven(running, talker.customerId, dialogue.complaints);
    const fill = await withReferences(running, given, { visits, complaints: filed });
    const before = await slotsOf(running, talker.customerId);
    const turns: PlayedTurn[] = [];
    let sessionId: string | undefined;
    for (const turn of dialogue.turns) {
      const [text, ...expectations] = await Promise.all([turn.text, ...turn.expectations].map(fill));
      const response = await talker.post(text!, sessionId);
      const answer = answeredIn(response.statusCode, response.json());
      sessionId = answer.sessionId ?? sessionId;
      turns.push(judgedTurn(text!, expectations, answer));
    }
    const bookings = await em.find(Booking, where, { populate: ['service', 'items'] });
    const isGiven = ({ id, startsAt }: Booking) => before.get(id) === startsAt.getTime();
    const complaints = await complaintRowsOf(running, talker.customerId, filed);
    return { turns, rows: bookings.map((booking) => rowOf(booking, isGiven(booking))), complaints };
  } finally {
    await em.nativeUpdate(Booking, where, { status: 'cancelled', cancellationFeePaise: 0 });
    await em.nativeDelete(SlotHold, where);
  }
}

/** When the bookings of a customer start, by their ids. */
async function slotsOf({ orm }: TestApp, customer: string): Promise<Map<string, number>> {
  const bookings = await orm.em.fork().find(Booking, { customer });
  return new Map(bookings.map(({ id, startsAt }) => [id, startsAt.getTime()]));
}

/** Several dialogues may use the same number: whoever had it before is over. */
export async function ownPhone(
  { orm, clock }: TestApp,
  id: string,
  { digits, isVerified }: NonNullable<Dialogue['phone']>,
): Promise<void> {
  const em = orm.em.fork();
  const phone = `+91${digits}`;
  await em.nativeUpdate(Customer, { phone }, { phone: null, phoneVerifiedAt: null });
  await em.nativeUpdate(Customer, { id }, { phone, phoneVerifiedAt: isVerified ? clock.now() : null });
}

/** What a booking as the script expects it costs by the price rules; any time of the day is a morning time there, without a surcharge but Sunday's. */
export async function totalExpected(running: TestApp, expected: ExpectedBooking): Promise<number> {
  const { service: slug, pincode, date, time, options, quantity } = expected;
  const { rateCard } = await running.orm.em
    .fork()
    .findOneOrFail(
      RateCardPincode,
      { pincode, rateCard: { service: { slug } } },
      { populate: ['rateCard.attributes', 'rateCard.service'] },
    );
  const startsAt = DateTime.fromISO(`${date}T${time ?? '10:00'}`, { zone: timeZone }).toJSDate();
  const question = {
    service: rateCard.service,
    rateCard,
    attributes: options,
    quantity,
    startsAt,
    timeZone,
    now: startsAt,
    rules: standardRules,
  };
  return priceOf(question as never).totalPaise;
}

/** Of a refused message the explanation is what is said. */
function answeredIn(status: number, body: Answer & { detail?: string }): Answered & { sessionId?: string } {
  if (status === 200) return { status, ...body };
  return { status, reply: { text: body.detail ?? '' }, proposal: null, booking: null, outcomes: [] };
}

function judgedTurn(text: string, expectations: string[], answer: Answered): PlayedTurn {
  const isWrong = answer.status !== 200 && !expectations.includes('refused');
  const faults = expectations.flatMap((expectation) => faultOf(expectation, answer) ?? []);
  return {
    text,
    status: answer.status,
    answer: answer.reply.text,
    expected: expectations.length + Number(isWrong),
    faults: isWrong ? [`status ${answer.status} | ${answer.reply.text}`, ...faults] : faults,
  };
}

/** One that has taken place is booked for a free time to come, and put back to where it was then: nobody books the past. */
async function giveVisit(running: TestApp, customerId: string, visit: GivenVisit): Promise<string> {
  if (!visit.isPast) return bookVisit(running, customerId, visit);
  const ahead = DateTime.fromISO(visit.date).plus({ weeks: 2 }).toISODate()!;
  const id = await bookVisit(running, customerId, { ...visit, date: ahead });
  const em = running.orm.em.fork();
  const booking = await em.findOneOrFail(Booking, { id });
  const back = (at: Date): Date => DateTime.fromJSDate(at).minus({ weeks: 2 }).toJSDate();
  const { startsAt, endsAt } = booking;
  await em.nativeUpdate(
    Booking,
    { id },
    { startsAt: back(startsAt), endsAt: back(endsAt), status: 'completed' },
  );
  return id;
}

/** As the chat books: a free slot, by the customer's own tools. */
export async function bookVisit(running: TestApp, customerId: string, visit: GivenVisit): Promise<string> {
  const customer = {
    kind: 'customer',
    id: customerId,
    permissions: new Set<string>(customerGrants),
  } as const;
  const registry = running.app.get(ToolRegistry, { strict: false });
  const call = async (name: string, args: object): Promise<any> => {
    const outcome = await registry.execute(onBehalfOf(customer, 'booking'), name, args, {
      confirmation: randomUUID(),
    });
    if (!outcome.ok) throw new Error(`${name}: ${outcome.refusal.detail}`);
    return outcome.output;
  };
  const { service: slug, pincode, date, time, line } = visit;
  const { id: serviceId } = await running.orm.em.fork().findOneOrFail(Service, { slug });
  const startsAt = `${date}T${time}:00+05:30`;
  const { items } = await call('bookings.find_slots', { serviceId, pincode, from: startsAt, to: startsAt });
  if (items.length === 0) throw new Error(`Nobody is free for ${slug} at ${pincode} on ${date} at ${time}.`);
  const { providerId } = items[0];
  const made = await call('bookings.create', { serviceId, providerId, startsAt, address: { line, pincode } });
  return made.id;
}

/** As a script says it. */
export function rowOf(booking: Booking, isGiven: boolean): BookedRow {
  const local = DateTime.fromJSDate(booking.startsAt, { zone: timeZone });
  return {
    service: (booking.service as { slug: string }).slug,
    pincode: booking.pincode,
    date: local.toISODate()!,
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
    isGiven,
  };
}
