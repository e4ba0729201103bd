// What the booking agent says. Plain English; every sentence states what is, or asks one thing.
import { formatClockTime, formatDay, formatMessage, formatMoney, formatTime } from '#libs/format';
import type { BookingRead, CityRead, QuoteRead, SlotRead } from '../agent-tools.js';
import type { UnclearOption } from '../reading/option-reader.js';
import { mostUnits } from '../reading/quantity-reader.js';
import type { WishDoubt } from '../reading/time-preference.js';
import type { BookingTask, EndedTask, VisitPlace } from './booking-form.js';

/** When others are only counted. */
const citiesNamed = 5;

export const atText = (instant: string, zone: string): string =>
  `${formatDay(new Date(instant), zone)} at ${formatTime(new Date(instant), zone)}`;

export const askService =
  'What needs to be done at your place? For example "AC not cooling", "leaking tap" or "deep cleaning for a 2 BHK".';

export const askWhichService = (names: readonly string[]): string =>
  `Which one do you need: ${names.map((name, index) => `${index + 1}) ${name}`).join(', ')}?`;

export const oneVisit = (said: string): string =>
  `You wrote "${said}": one booking is the visit of one professional, so I arrange one visit.`;

/** To a size or number that cannot be booked as it was said. */
export function askUnclear({ about, said, sizes }: UnclearOption): string {
  return about === 'size'
    ? `The price list has ${listed(sizes)}. You wrote "${said}": which of these shall it be?`
    : `I can book from 1 to ${mostUnits} at a time. You wrote "${said}": how many shall it be?`;
}

export function askPincode(task: BookingTask): string {
  if (task.suggested)
    return `Where should we come? To ${task.suggested.line}, ${task.suggested.pincode}? Say yes, or give the pincode.`;
  return task.city
    ? `Which pincode in ${task.city} should we come to?`
    : 'Where should we come? Please give the six-digit pincode.';
}

export const askWhichCity = (pincode: string, city: string, named: string): string =>
  `${pincode} is in ${city}, not in ${named}. Shall we come to ${pincode} in ${city}? Say yes, or give the pincode in ${named}.`;

export const notServed = (pincode: string, service: string | null, cities: readonly CityRead[]): string =>
  `Sorry, ${service ? `${service} is` : 'we are'} not available at ${pincode}. Nothing was booked. ` +
  `We work in ${nearestCities(pincode, cities)}. ${askOtherPincode}`;
export const askOtherPincode = 'Is there another pincode that I should use?';

export const servedReply = (pincode: string, area: string | null, city: string | null): string =>
  `Yes, we come to ${[area, city, pincode].filter((part) => part !== null).join(', ')}.`;
export const outsideReply = (pincode: string): string => `Sorry, we do not come to ${pincode} yet.`;

/** What was said of a day or time and is not certain. */
export function askDoubt({ about, text, reason, readings }: WishDoubt): string {
  const what = about === 'day' ? 'Which day' : 'Which time';
  if (reason === 'no_such_day') return `There is no such day as "${text}". Which day would suit you?`;
  if (reason === 'time_zone')
    return `All times here are Indian time. You wrote "${text}": which day and Indian time would suit you?`;
  if (readings.length > 1)
    return `I am not sure what you mean by "${text}": ${listed(readings.map(readingShown), 'or')}? ${what} would suit you?`;
  return `I did not understand "${text}". ${what} would suit you?`;
}

/** As the entity reader writes it: a day, days, a clock time, or hours. */
function readingShown(reading: string): string {
  const [first = '', last] = reading.split(/\.\.|(?<=:\d\d)-/);
  const shown = (value: string): string => (value.includes(':') ? formatClockTime(value) : dayNamed(value));
  return last ? `${shown(first)} to ${shown(last)}` : shown(first);
}

/** A day without its zone: noon of it is the same day everywhere it is shown. */
const dayNamed = (day: string): string => formatDay(new Date(`${day}T12:00:00Z`), 'UTC');

export const dayAssumed = (slot: SlotRead, zone: string): string =>
  `You named no day, so I took the next one, ${formatDay(new Date(slot.startsAt), zone)}.`;

export const askWhen = 'Which day and time would suit you?';

export function offerSlots(
  slots: readonly SlotRead[],
  because: 'choose' | 'not_free',
  wanted: string | null,
  zone: string,
): string {
  const lead =
    because === 'not_free'
      ? `${wanted ?? 'That time'} is not free. The nearest free times are`
      : 'These times are free:';
  return `${lead} ${timesByDay(slots, zone)}. Which one would you like?`;
}
export const askTime = (slots: readonly SlotRead[], zone: string): string =>
  `Which time would you like: ${timesByDay(slots, zone)}?`;
export const askOtherTime = 'Which other day or time would suit you?';

export const nothingFree = 'There is no free time around then. Which other day would suit you?';
export const dayHasPassed = 'That day has already passed. Which day would suit you?';
export const tooFarAhead = (days: number): string =>
  `We book up to ${days} days ahead. Which day within that would suit you?`;

export const offerReply = (task: BookingTask, slot: SlotRead, quote: QuoteRead, zone: string): string =>
  `${chosenService(task, quote)}: ${slot.providerName} can come on ${atText(slot.startsAt, zone)}, for ${formatMoney(quote.totalPaise)} including tax.`;

export const writeAddress =
  'I cannot tell which address that is. Please write it out here (house or flat, street, area).';
export const askAddress = (suggested: VisitPlace | null): string =>
  suggested
    ? `Should we come to ${suggested.line}, ${suggested.pincode}? Say yes, or give another address.`
    : 'What is the address there (house or flat, street, area)?';

export function proposalReply(task: BookingTask, slot: SlotRead, quote: QuoteRead, zone: string): string {
  const lines = quote.items.map(
    ({ label, quantity, amountPaise }) =>
      `${label}${quantity > 1 ? ` × ${quantity}` : ''} ${amountPaise === 0 ? 'included' : formatMoney(amountPaise)}`,
  );
  return (
    `${chosenService(task, quote)} on ${atText(slot.startsAt, zone)} with ${slot.providerName}, ` +
    `at ${task.address}, ${task.pincode}. Total ${formatMoney(quote.totalPaise)} (${lines.join(', ')}).${noted(task)} Shall I book it?`
  );
}

const noted = ({ notes }: BookingTask): string =>
  notes.length === 0 ? '' : ` Noted for the visit: ${notes.map((note) => `"${note}"`).join(', ')}.`;

export const askYes = (task: BookingTask, slot: SlotRead, quote: QuoteRead, zone: string): string =>
  `Shall I book ${chosenService(task, quote)} on ${atText(slot.startsAt, zone)} for ${formatMoney(quote.totalPaise)}?`;

export const bookedReply = (booking: BookingRead, zone: string): string =>
  `Booked. ${booking.service.name} on ${atText(booking.startsAt, zone)} with ${booking.provider.name}, ${formatMoney(booking.totalPaise)}. ` +
  `Your reference is ${booking.reference}.`;

const alreadyBooked = (last: EndedTask): string =>
  `That is already booked: ${last.what}, reference ${last.reference}.`;

export const priceChanged =
  'The price has changed since I offered it, so nothing was booked yet. This is the offer now.';
export const slotGone = 'That time has just been taken, so nothing was booked.';
export const slotNotOffered = 'That visit is not offered at that time, so nothing was booked.';
export const slotPast = 'That time is over by now, so nothing was booked.';
export const noPrice =
  'I find no price for that. What exactly needs to be done, and how many or which size is it?';
export const slotTooSoon = 'That time is too soon by now, so nothing was booked.';
export const providerGone = 'The person I offered no longer takes visits, so nothing was booked.';
export const notServedNow = 'This service is no longer offered there, so nothing was booked.';
export const mayNotBook = 'Nothing was booked: you are not allowed to book here.';
export const refusedFor = (detail: string): string => `Nothing was booked: ${detail}`;
export const notBookedYet =
  'It could not be booked at this moment. Say yes to try again; it is never booked twice.';
export const bookingFailed =
  'Something went wrong, and I do not know yet whether it was booked. Say yes to try again; it is never booked twice.';

export const droppedReply = (what: string): string => `All right, I dropped it: ${what}. Nothing was booked.`;
export const nothingToDrop = (last: EndedTask | null): string =>
  last?.how === 'booked'
    ? `Nothing is open. This stays booked: ${last.what}, reference ${last.reference}.`
    : 'There is nothing open to drop. Nothing was booked.';
/** To an answer that has a yes in it and something else. */
export const notAPlainYes =
  'Nothing is booked yet. I book when you answer with a plain yes. What the visitor should know, write as "note: …".';
export const takeYourTime = 'Take your time; nothing is booked yet.';
export const wishNoted = 'I pass that on as a wish, but I cannot promise it.';
export const tooManyNotes = 'I cannot add any more to the notes of this visit.';
const nothingToConfirm = 'There is nothing waiting for your yes. What would you like to have done?';
/** To a yes or no that nothing was asked for. */
export function nothingOpen(last: EndedTask | null, denies: boolean): string {
  if (denies) return nothingToDrop(last);
  return last?.how === 'booked' ? alreadyBooked(last) : nothingToConfirm;
}
export const declinedReply =
  'All right, nothing was booked. What should I change: the time, the address or the service? Or say "forget it".';
export const askChange = 'What should I change: the time, the address or the service?';
export const noPhone = 'I cannot add a phone number to a booking.';
export const notUnderstood = 'Sorry, I did not understand that.';

export function recallReply(task: BookingTask | null, last: EndedTask | null, zone: string): string {
  if (task) return `We were arranging this: ${describedReply(task, zone)}. Nothing is booked yet.`;
  if (last?.how === 'booked')
    return `We booked ${last.what}, reference ${last.reference}. Nothing else is open.`;
  if (last) return `We were arranging ${last.what}, and you dropped it. Nothing was booked.`;
  return 'Nothing is open between us yet.';
}

/** `AC repair visit at 560034 on Saturday 21 November at 10:00 am`, as far as it is known. */
export function describedReply(task: BookingTask, zone: string): string {
  const service = task.service ? withChoice(task.service, [], task.quantity) : 'a visit';
  const where = task.pincode
    ? ` at ${task.address ? `${task.address}, ` : ''}${task.pincode}`
    : task.city
      ? ` in ${task.city}`
      : '';
  return `${service}${where}${task.slot ? ` on ${atText(task.slot.startsAt, zone)}` : ''}`;
}

export const nextReply = (name: string): string => `You also asked for this: ${name}.`;
export const afterThis = (names: readonly string[]): string =>
  `Noted, ${listed(names)} comes after this one.`;
export const askInstead = (name: string, current: string): string =>
  `Do you need ${name} as well as ${current}, or instead of it? Say "also ${name}" or "${name} instead".`;
export const pickOne = 'Please pick one.';

function timesByDay(slots: readonly SlotRead[], zone: string): string {
  const days = Map.groupBy(slots, (slot) => formatDay(new Date(slot.startsAt), zone));
  return [...days]
    .map(([day, own]) => `${day} ${own.map((slot) => formatTime(new Date(slot.startsAt), zone)).join(', ')}`)
    .join('; ');
}

/** `Sofa shampooing (5 seats)`, `Full home deep cleaning (2 BHK)` */
export function withChoice(
  { name, unit }: { name: string; unit?: string | null },
  options: readonly string[],
  quantity: number,
): string {
  const unclear = quantity > 1 || (unit && !name.toLowerCase().includes(unit.toLowerCase()));
  const units = unclear ? [`${quantity}${unit ? ` ${quantity > 1 ? plural(unit) : unit}` : ''}`] : [];
  const choice = [...units, ...options];
  return choice.length > 0 ? `${name} (${choice.join(', ')})` : name;
}

/** "mattresses", "batteries", "ACs" */
function plural(noun: string): string {
  if (/(?:s|x|z|ch|sh)$/i.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function chosenService({ quantity }: BookingTask, { service, items }: QuoteRead): string {
  const options = items.filter(({ kind }) => kind === 'attribute').map(({ label }) => label);
  return withChoice(service, options, quantity);
}

/** In India's numbering neighbouring places have neighbouring numbers: a rough "near". */
function nearestCities(pincode: string, cities: readonly CityRead[]): string {
  const distance = (city: CityRead): number =>
    Math.min(...city.pincodes.map((code) => Math.abs(Number(code) - Number(pincode))));
  const names = cities.toSorted((a, b) => distance(a) - distance(b)).map((city) => city.name);
  const rest = names.length - citiesNamed;
  if (rest <= 0) return listed(names);
  const more = formatMessage(
    '{rest, plural, one {# more city} other {# more cities}}',
    { rest },
    'en',
    'UTC',
  );
  return `${names.slice(0, citiesNamed).join(', ')} and ${more}`;
}

function listed(names: readonly string[], join = 'and'): string {
  return names.length > 1
    ? `${names.slice(0, -1).join(', ')} ${join} ${names.at(-1)}`
    : (names[0] ?? 'other cities');
}
