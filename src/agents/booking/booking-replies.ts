// What the booking agent says of services, offers and bookings, put together from its texts.
import type { BookingRead, QuoteRead, SlotRead } from '../agent-tools.js';
import {
  listedNames,
  saidAgain,
  verbatim,
  type ReplyText,
  type ResponseReader,
} from '../language/responses.js';
import type { UnclearOption } from '../reading/option-reader.js';
import { mostUnits } from '../reading/quantity-reader.js';
import type { BookingTask, EndedTask } from './booking-form.js';
import { bookingResponses } from './booking-responses.js';
import { formatMoney } from '#libs/format';

export const askWhichService = (names: readonly string[]): ReplyText =>
  bookingResponses.text('askWhichService', {
    services: names.map((name, index) => `${index + 1}) ${name}`).join(', '),
  });

/** To a size or number that cannot be booked as it was said. */
export function askUnclear({ about, said, sizes, unit }: UnclearOption): ReplyText {
  if (about === 'size') return bookingResponses.text('askSize', { said, sizes: listedNames(sizes) });
  if (said === '') return bookingResponses.text('askHowMany', { units: unitsOf(unit ?? '') });
  return bookingResponses.text('askQuantity', { said, most: mostUnits });
}

const unitsOf =
  (unit: string): ReplyText =>
  ({ language }) =>
    language === 'en' ? plural(unit) : unit;

export const offerReply = (task: BookingTask, slot: SlotRead, quote: QuoteRead): ReplyText =>
  bookingResponses.text('offer', { ...termsOf(task, slot, quote), provider: slot.providerName });

/** What the customer agrees to. */
export const proposalReply = (task: BookingTask, slot: SlotRead, quote: QuoteRead): ReplyText =>
  bookingResponses.text('proposal', {
    ...termsOf(task, slot, quote),
    provider: slot.providerName,
    address: task.address,
    pincode: task.pincode,
    items: (reader: ResponseReader) => quote.items.map((item) => itemShown(item, reader)).join(', '),
    noted: notedReply(task),
  });

export const askYes = (task: BookingTask, slot: SlotRead, quote: QuoteRead): ReplyText =>
  bookingResponses.text('askYes', termsOf(task, slot, quote));

const termsOf = (task: BookingTask, { startsAt }: SlotRead, quote: QuoteRead) => ({
  what: chosenService(task, quote),
  at: startsAt,
  paise: quote.totalPaise,
});

function itemShown(
  { code, label, quantity, amountPaise }: QuoteRead['items'][number],
  reader: ResponseReader,
): string {
  const name = bookingResponses.write('itemLabel', reader, { code, label });
  const amount =
    amountPaise === 0
      ? bookingResponses.write('included', reader)
      : formatMoney(amountPaise, reader.language);
  return `${name}${quantity > 1 ? ` × ${quantity}` : ''} ${amount}`;
}

const notedReply = ({ notes }: BookingTask): ReplyText =>
  notes.length === 0
    ? verbatim('')
    : bookingResponses.text('noted', { notes: notes.map((note) => `"${note}"`).join(', ') });

export const bookedReply = ({ service, provider, startsAt, totalPaise, reference }: BookingRead): ReplyText =>
  bookingResponses.text('booked', {
    service: service.name,
    provider: provider.name,
    at: startsAt,
    paise: totalPaise,
    reference,
  });

export const nothingToDrop = (last: EndedTask | null): ReplyText =>
  last?.how === 'booked' ? ofEnded('staysBooked', last) : bookingResponses.text('nothingToDrop');

/** To a yes or no that nothing was asked for. */
export function nothingOpen(last: EndedTask | null, denies: boolean): ReplyText {
  if (denies) return nothingToDrop(last);
  return last?.how === 'booked' ? ofEnded('alreadyBooked', last) : bookingResponses.text('nothingToConfirm');
}

export function recallReply(task: BookingTask | null, last: EndedTask | null): ReplyText {
  if (task) return bookingResponses.text('recallOpen', { what: describedVisit(task) });
  if (!last) return bookingResponses.text('recallNothing');
  return ofEnded(last.how === 'booked' ? 'recallBooked' : 'recallDropped', last);
}

const ofEnded = (key: keyof typeof bookingResponses.texts, { what, reference }: EndedTask): ReplyText =>
  bookingResponses.text(key, { what: saidAgain(what), reference });

export const afterThis = (services: readonly string[]): ReplyText =>
  bookingResponses.text('afterThis', { services: listedNames(services) });

/** `AC repair visit at 560034 on Saturday 21 November at 10:00 am`, as far as it is known. */
export function describedVisit({ service, quantity, pincode, address, city, slot }: BookingTask): ReplyText {
  const visit = service ? withChoice(service, [], quantity) : bookingResponses.text('someVisit');
  const place = address ? `${address}, ${pincode}` : pincode;
  const there = pincode
    ? bookingResponses.text('visitTo', { visit, place })
    : city
      ? bookingResponses.text('visitIn', { visit, city })
      : visit;
  return slot ? bookingResponses.text('serviceAt', { service: there, at: slot.startsAt }) : there;
}

/** `Sofa shampooing (5 seats)`, `Full home deep cleaning (2 BHK)` */
export function withChoice(
  { name, unit }: { name: string; unit?: string | null },
  options: readonly string[],
  quantity: number,
): ReplyText {
  const unclear = quantity > 1 || (unit && !name.toLowerCase().includes(unit.toLowerCase()));
  return ({ language }) => {
    const units = unclear ? [unitsShown(quantity, unit ?? '', language === 'en')] : [];
    const choice = [...units, ...options];
    return choice.length > 0 ? `${name} (${choice.join(', ')})` : name;
  };
}

/** The catalogue's nouns are English, and in Hindi loanwords, of which the plural is the same. */
function unitsShown(quantity: number, unit: string, isEnglish: boolean): string {
  return `${quantity} ${isEnglish && quantity > 1 && unit ? plural(unit) : unit}`.trimEnd();
}

/** "mattresses", "batteries", "ACs" */
function plural(noun: string): string {
  if (/(?:s|x|z|ch|sh)$/i.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function chosenService({ quantity }: BookingTask, { service, items }: QuoteRead): ReplyText {
  const options = items.filter(({ kind }) => kind === 'attribute').map(({ label }) => label);
  return withChoice(service, options, quantity);
}
