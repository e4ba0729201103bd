// The words of a notice: text with places in braces, `{reference}`, or with a format, `{startsAt, day}`. Whatever is wrong in them stops
// the start, because the kinds are defined when they are loaded.
import { DateTime } from 'luxon';

export const noticeLanguages = ['en', 'hi'] as const;
export type NoticeLanguage = (typeof noticeLanguages)[number];

/** Of a language that we do not write (yet) English. */
export const languageOf = (language: string): NoticeLanguage => (language === 'hi' ? 'hi' : 'en');

export interface NoticeWords {
  /** Of a mail. */
  subject: string;
  /** In the feed and on a locked screen: a few words. */
  title: string;
  /** Whole sentences, for mail, feed and push. */
  body: string;
  /** As a text message, of which one is paid for (see `TextMessage`): at most 70 characters outside of ASCII, 160 inside. */
  short: string;
}

type Facts = Readonly<Record<string, unknown>>;

const locales: Readonly<Record<NoticeLanguage, string>> = { en: 'en-IN', hi: 'hi-IN' };

/** How a fact is written. @throws Error for one that cannot be written so */
const formats: Readonly<Record<string, (value: unknown, language: NoticeLanguage, zone: string) => string>> =
  {
    /** `Sunday 22 November` */
    day: (value, language, zone) => local(value, language, zone).toFormat('cccc d LLLL'),
    /** `22 Nov` */
    date: (value, language, zone) => local(value, language, zone).toFormat('d LLL'),
    /** `10:30 am` */
    time: (value, language, zone) => local(value, language, zone).toFormat('h:mm a').toLowerCase(),
    /** Paise as `₹1,23,456`. */
    rupees: (value) => {
      if (!Number.isInteger(value)) throw new Error('not an amount in paise');
      const [paise, digits] = [value as number, (value as number) % 100 === 0 ? 0 : 2];
      return `₹${(paise / 100).toLocaleString('en-IN', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
    },
  };

function local(value: unknown, language: NoticeLanguage, zone: string): DateTime {
  const instant = typeof value === 'string' ? DateTime.fromISO(value, { zone }) : undefined;
  if (!instant?.isValid) throw new Error('not an instant');
  return instant.setLocale(locales[language]);
}

function plain(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error('neither text nor a number');
  return String(value);
}

const place = /\{([^{}]*)\}/g;

/** @throws Error that names the place for which there is no fact, no such format, or a fact that does not suit it */
export function fillTemplate(text: string, facts: Facts, language: NoticeLanguage, zone: string): string {
  return text.replace(place, (whole, inside: string) => {
    const [name = '', format] = inside.split(',').map((part) => part.trim());
    if (!Object.hasOwn(facts, name)) throw new Error(`There is no fact for ${whole}.`);
    if (format !== undefined && !Object.hasOwn(formats, format))
      throw new Error(`There is no format for ${whole}.`);
    try {
      return format === undefined ? plain(facts[name]) : formats[format]!(facts[name], language, zone);
    } catch (error) {
      throw new Error(`${whole} cannot be written: ${(error as Error).message}.`, { cause: error });
    }
  });
}

export function fillAll(
  words: NoticeWords,
  facts: Facts,
  language: NoticeLanguage,
  zone: string,
): NoticeWords {
  const { subject, title, body, short } = words;
  const [filledSubject, filledTitle, filledBody, filledShort] = [subject, title, body, short].map((text) =>
    fillTemplate(text, facts, language, zone),
  ) as [string, string, string, string];
  return { subject: filledSubject, title: filledTitle, body: filledBody, short: filledShort };
}
