// What the booking agent says of when: doubtful days, and the times on offer.
import { formatClockTime, formatDay } from '#libs/format';
import type { SlotRead } from '../agent-tools.js';
import { listedTexts, Responses, type ReplyText } from '../language/responses.js';
import { timesByDay } from '../visits/slot-times.js';
import type { TimePreference, WishDoubt } from '../reading/time-preference.js';

export const slotResponses = new Responses({
  askWhen: {
    en: 'Which day and time would suit you?',
    'hi-Latn': 'Kis din aur kitne baje aana theek rahega?',
    hi: 'किस दिन और कितने बजे आना ठीक रहेगा?',
  },
  noSuchDay: {
    en: 'There is no such day as "{text}". Which day would suit you?',
    'hi-Latn': '"{text}" naam ka koi din nahi hai. Kis din aana theek rahega?',
    hi: '"{text}" नाम का कोई दिन नहीं है। किस दिन आना ठीक रहेगा?',
  },
  foreignTime: {
    en: 'All times here are Indian time. You wrote "{text}": which day and Indian time would suit you?',
    'hi-Latn':
      'Yahan sab time Indian time ke hisaab se hain. Aapne "{text}" likha hai: Indian time se kis din aur kitne baje aana theek rahega?',
    hi: 'यहाँ सब समय भारतीय समय के हिसाब से हैं। आपने "{text}" लिखा है: भारतीय समय से किस दिन और कितने बजे आना ठीक रहेगा?',
  },
  severalReadings: {
    en: 'I am not sure what you mean by "{text}": {readings}? {about, select, day {Which day} other {Which time}} would suit you?',
    'hi-Latn':
      '"{text}" se aapka matlab kya hai: {readings}? {about, select, day {Kis din} other {Kitne baje}} aana theek rahega?',
    hi: '"{text}" से आपका मतलब क्या है: {readings}? {about, select, day {किस दिन} other {कितने बजे}} आना ठीक रहेगा?',
  },
  notRead: {
    en: 'I did not understand "{text}". {about, select, day {Which day} other {Which time}} would suit you?',
    'hi-Latn':
      '"{text}" samajh nahi aaya. {about, select, day {Kis din} other {Kitne baje}} aana theek rahega?',
    hi: '"{text}" समझ नहीं आया। {about, select, day {किस दिन} other {कितने बजे}} आना ठीक रहेगा?',
  },
  stretch: {
    en: '{first} to {last}',
    'hi-Latn': '{first} se {last} tak',
    hi: '{first} से {last} तक',
  },
  dayAssumed: {
    en: 'You named no day, so I took the next one, {at, date, day}.',
    'hi-Latn': 'Aapne din nahi bataya, isliye agla din liya hai: {at, date, day}.',
    hi: 'आपने दिन नहीं बताया, इसलिए अगला दिन लिया है: {at, date, day}।',
  },
  offerFree: {
    en: 'These times are free: {times}. Which one would you like?',
    'hi-Latn': 'Yeh time khaali hain: {times}. Inmein se kaun sa time theek rahega?',
    hi: 'ये समय ख़ाली हैं: {times}। इनमें से कौन-सा समय ठीक रहेगा?',
  },
  offerNearest: {
    en: '{wanted} is not free. The nearest free times are {times}. Which one would you like?',
    'hi-Latn':
      'Maaf kijiye, {wanted} khaali nahi hai. Sabse paas ke khaali time: {times}. Inmein se kaun sa time theek rahega?',
    hi: 'माफ़ कीजिए, {wanted} ख़ाली नहीं है। सबसे पास के ख़ाली समय: {times}। इनमें से कौन-सा समय ठीक रहेगा?',
  },
  wantedAt: { en: '{time}', 'hi-Latn': '{time} ka time', hi: '{time} का समय' },
  wantedAfter: {
    en: 'After {time}',
    'hi-Latn': '{time} ke baad ka time',
    hi: '{time} के बाद का समय',
  },
  wantedBefore: {
    en: 'Before {time}',
    'hi-Latn': '{time} se pehle ka time',
    hi: '{time} से पहले का समय',
  },
  wantedThen: { en: 'That time', 'hi-Latn': 'us time par koi', hi: 'उस समय कोई' },
  askTime: {
    en: 'Which time would you like: {times}?',
    'hi-Latn': 'Kaun sa time theek rahega: {times}?',
    hi: 'कौन-सा समय ठीक रहेगा: {times}?',
  },
  askOtherTime: {
    en: 'Which other day or time would suit you?',
    'hi-Latn': 'Aur kis din ya kitne baje aana theek rahega?',
    hi: 'और किस दिन या कितने बजे आना ठीक रहेगा?',
  },
  nothingFree: {
    en: 'There is no free time around then. Which other day would suit you?',
    'hi-Latn': 'Us time ke aas-paas kuch khaali nahi hai. Aur kis din aana theek rahega?',
    hi: 'उस समय के आस-पास कुछ ख़ाली नहीं है। और किस दिन आना ठीक रहेगा?',
  },
  dayHasPassed: {
    en: 'That day has already passed. Which day would suit you?',
    'hi-Latn': 'Woh din nikal chuka hai. Kis din aana theek rahega?',
    hi: 'वह दिन निकल चुका है। किस दिन आना ठीक रहेगा?',
  },
  tooFarAhead: {
    en: 'We book up to {days, plural, one {# day} other {# days}} ahead. Which day within that would suit you?',
    'hi-Latn': 'Booking {days, number, count} din aage tak hi hoti hai. Us beech kis din aana theek rahega?',
    hi: 'बुकिंग {days, number, count} दिन आगे तक ही होती है। उस बीच किस दिन आना ठीक रहेगा?',
  },
});

/** What was said of a day or time and is not certain. */
export function askDoubt({ about, text, reason, readings }: WishDoubt): ReplyText {
  if (reason === 'no_such_day') return slotResponses.text('noSuchDay', { text });
  if (reason === 'time_zone') return slotResponses.text('foreignTime', { text });
  if (readings.length > 1) {
    const shown = listedTexts(readings.map(readingShown), 'or');
    return slotResponses.text('severalReadings', { text, about, readings: shown });
  }
  return slotResponses.text('notRead', { text, about });
}

/** As the entity reader writes it: a day, days, a clock time, or hours. */
function readingShown(reading: string): ReplyText {
  const [first = '', last] = reading.split(/\.\.|(?<=:\d\d)-/);
  const shown = (value: string): ReplyText => (value.includes(':') ? clockText(value) : dayNamed(value));
  return last ? slotResponses.text('stretch', { first: shown(first), last: shown(last) }) : shown(first);
}

const clockText =
  (clockTime: string): ReplyText =>
  ({ language }) =>
    formatClockTime(clockTime, language);

/** A day without its zone: noon of it is the same day everywhere it is shown. */
const dayNamed =
  (day: string): ReplyText =>
  ({ language }) =>
    formatDay(new Date(`${day}T12:00:00Z`), 'UTC', language);

export function offerSlots(
  slots: readonly SlotRead[],
  because: 'choose' | 'not_free',
  wish: TimePreference,
): ReplyText {
  const times = timesByDay(slots);
  return because === 'choose'
    ? slotResponses.text('offerFree', { times })
    : slotResponses.text('offerNearest', { wanted: wanted(wish), times });
}

export const askTime = (slots: readonly SlotRead[]): ReplyText =>
  slotResponses.text('askTime', { times: timesByDay(slots) });

function wanted({ time, from, to }: TimePreference): ReplyText {
  if (time) return slotResponses.text('wantedAt', { time: clockText(time) });
  if (from && to) {
    const stretch = slotResponses.text('stretch', { first: clockText(from), last: clockText(to) });
    return slotResponses.text('wantedAt', { time: stretch });
  }
  if (from) return slotResponses.text('wantedAfter', { time: clockText(from) });
  return to ? slotResponses.text('wantedBefore', { time: clockText(to) }) : slotResponses.text('wantedThen');
}
