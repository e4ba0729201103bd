// What agents say, as data: each text in every language in which people are answered, in the syntax of ICU MessageFormat (libs/format).
// An agent composes texts without a reader (`ReplyText`); they are written once, when the answer is complete.
import { formatMessage, replyLanguages, type MessageValues, type ReplyLanguage } from '#libs/format';

export type ResponseTexts<Key extends string> = Readonly<
  Record<Key, Readonly<Record<ReplyLanguage, string>>>
>;

/** Where the answer is read: days and times are those of the zone. A turn is one. */
export interface ResponseReader {
  language: ReplyLanguage;
  /** IANA. */
  timeZone: string;
}

/** A text that is not written yet. */
export type ReplyText = (reader: ResponseReader) => string;

/** Among them texts, which are written for the reader of the whole. */
export type TextValues = Readonly<Record<string, unknown>>;

/** The texts of one agent. @throws Error from `write` when a place of the text has no value */
export class Responses<Key extends string> {
  constructor(readonly texts: ResponseTexts<Key>) {}

  write(key: Key, { language, timeZone }: ResponseReader, values: MessageValues = {}): string {
    return formatMessage(this.texts[key][language], values, language, timeZone);
  }

  text(key: Key, values: TextValues = {}): ReplyText {
    return (reader) => {
      const written = Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'function' ? (value as ReplyText)(reader) : value,
      ]);
      return this.write(key, reader, Object.fromEntries(written) as MessageValues);
    };
  }
}

/** A name, or words of somebody else: the same in every language. */
export const verbatim =
  (text: string): ReplyText =>
  () =>
    text;

/** One after the other; what has nothing to say is left out. */
export function joinedTexts(...texts: readonly ReplyText[]): ReplyText {
  return (reader) =>
    texts
      .map((text) => text(reader))
      .filter((written) => written !== '')
      .join(' ');
}

/** What is said again in a later turn, in the language of that turn: kept in all of them. */
export type KeptText = Readonly<Record<ReplyLanguage, string>>;

export function keptText(text: ReplyText, timeZone: string): KeptText {
  const written = replyLanguages.map((language) => [language, text({ language, timeZone })]);
  return Object.fromEntries(written) as KeptText;
}

export const noText: KeptText = { en: '', hi: '', 'hi-Latn': '' };

export const saidAgain =
  (kept: KeptText): ReplyText =>
  ({ language }) =>
    kept[language];

/** @param kept by an earlier version, which wrote texts in English alone */
export function restoredText(kept: KeptText | string): KeptText {
  return typeof kept === 'string' ? { en: kept, hi: kept, 'hi-Latn': kept } : kept;
}

const andWords: Readonly<Record<ReplyLanguage, Record<'and' | 'or', string>>> = {
  en: { and: 'and', or: 'or' },
  hi: { and: 'और', or: 'या' },
  'hi-Latn': { and: 'aur', or: 'ya' },
};

/** `a, b and c` */
export function listedTexts(texts: readonly ReplyText[], join: 'and' | 'or' = 'and'): ReplyText {
  return (reader) => {
    const names = texts.map((text) => text(reader));
    if (names.length < 2) return names[0] ?? '';
    return `${names.slice(0, -1).join(', ')} ${andWords[reader.language][join]} ${names.at(-1)}`;
  };
}

export const listedNames = (names: readonly string[], join: 'and' | 'or' = 'and'): ReplyText =>
  listedTexts(names.map(verbatim), join);
