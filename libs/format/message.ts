// Texts with places in them, in the syntax of ICU MessageFormat: `{reference}`, `{count, plural, one {# day} other {# days}}`, and with the
// formats below.
import { IntlMessageFormat, type Formats } from 'intl-messageformat';
import { BoundedMap } from '#libs/cache';
import { formatCount, formatMoney } from './amounts.js';
import { formatDay, formatShortDay, formatTime } from './days.js';
import { localeOf, type ReplyLanguage } from './text-language.js';

export type MessageValues = Readonly<Record<string, unknown>>;

type WriteInstant = (instant: Date, zone: string, language: ReplyLanguage) => string;
type WriteNumber = (value: number, language: ReplyLanguage) => string;

/** `{at, date, day}`, `{at, date, shortDay}`, `{at, time, clock}` of an instant in ISO 8601; `{paise, number, rupees}`, `{count, number, count}`. */
const formats = {
  date: { day: {}, shortDay: {} },
  time: { clock: {} },
  number: { rupees: {}, count: {} },
} satisfies Formats;

const instantWriters = new Map<unknown, WriteInstant>([
  [formats.date.day, formatDay],
  [formats.date.shortDay, formatShortDay],
  [formats.time.clock, formatTime],
]);
const numberWriters = new Map<unknown, WriteNumber>([
  [formats.number.rupees, formatMoney],
  [formats.number.count, formatCount],
]);

/** Parsing one takes some ten microseconds more than filling it. */
const parsed = new BoundedMap<string, IntlMessageFormat>(1_000);

/**
 * @param zone IANA: where the days and times are
 * @throws Error that names the place for which there is no value, or says which value or format does not suit
 */
export function formatMessage(
  text: string,
  values: MessageValues,
  language: ReplyLanguage,
  zone: string,
): string {
  const key = `${language} ${zone} ${text}`;
  let message = parsed.get(key);
  if (!message) parsed.set(key, (message = parse(text, language, zone)));
  // Without a prototype: `{constructor}` is a place like any other, for which there is no value.
  const own = Object.assign(Object.create(null) as object, values) as Record<string, string>;
  return message.format(own) as string;
}

/** What stands in a place: a text as it is, an instant or number in a format, or a choice (a plural, a case) with texts of its own. */
export type PlaceKind = 'text' | 'number' | 'date' | 'time' | 'choice';

/** As the parser numbers them; what it numbers otherwise is no place. */
const placeKinds: Readonly<Record<number, PlaceKind>> = {
  1: 'text',
  2: 'number',
  3: 'date',
  4: 'time',
  5: 'choice',
  6: 'choice',
};

/**
 * The places of a text, in their order; not those within a choice. For texts that people write: what they may name is checked before it is kept.
 * @throws SyntaxError for what is no such text
 */
export function placesOf(text: string): { name: string; kind: PlaceKind }[] {
  const elements = new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst();
  return elements.flatMap((element) => {
    const kind = placeKinds[element.type];
    return kind && 'value' in element ? [{ name: String(element.value), kind }] : [];
  });
}

function parse(text: string, language: ReplyLanguage, zone: string): IntlMessageFormat {
  const locale = localeOf[language];
  return new IntlMessageFormat(text, locale, formats, {
    ignoreTag: true,
    formatters: {
      getDateTimeFormat: (_locales, format) => {
        const write = instantWriters.get(format);
        if (!write) throw new Error(`There is no such format of days and times: ${text}`);
        return { format: (value: unknown) => write(instantOf(value), zone, language) } as never;
      },
      // Of the number in a plural (`#`) it is asked without a format.
      getNumberFormat: (...asked) => {
        const write = asked.length > 1 ? numberWriters.get(asked[1]) : formatCount;
        if (!write) throw new Error(`There is no such format of numbers: ${text}`);
        return { format: (value: unknown) => write(value as number, language) } as never;
      },
      getPluralRules: (_locales, options) => new Intl.PluralRules(locale, options),
    },
  });
}

function instantOf(value: unknown): Date {
  const instant = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(instant.getTime())) throw new RangeError('not an instant');
  return instant;
}
