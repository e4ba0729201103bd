// What agents say, as data: each text in every language in which people are answered, in the syntax of ICU MessageFormat (libs/format).
import { formatMessage, type MessageValues, type ReplyLanguage } from '#libs/format';

export type ResponseTexts<Key extends string> = Readonly<
  Record<Key, Readonly<Record<ReplyLanguage, string>>>
>;

/** Where the answer is read: days and times are those of the zone. */
export interface ResponseReader {
  language: ReplyLanguage;
  /** IANA. */
  timeZone: string;
}

/** The texts of one agent. @throws Error from `write` when a place of the text has no value */
export class Responses<Key extends string> {
  constructor(readonly texts: ResponseTexts<Key>) {}

  write(key: Key, { language, timeZone }: ResponseReader, values: MessageValues = {}): string {
    return formatMessage(this.texts[key][language], values, language, timeZone);
  }
}

const andWords: Readonly<Record<ReplyLanguage, Record<'and' | 'or', string>>> = {
  en: { and: 'and', or: 'or' },
  hi: { and: 'और', or: 'या' },
  'hi-Latn': { and: 'aur', or: 'ya' },
};

/** `a, b and c` */
export function listed(
  names: readonly string[],
  language: ReplyLanguage,
  join: 'and' | 'or' = 'and',
): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} ${andWords[language][join]} ${names.at(-1)}`;
}
