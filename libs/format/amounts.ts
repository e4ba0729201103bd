// Money, counts and durations, as they are written to people.
import { localeOf, type ReplyLanguage } from './text-language.js';

/** Making one costs some ten microseconds, and there are few. */
const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: ReplyLanguage, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(localeOf[language], options)));
  return format;
}

/** `12,34,567` @throws RangeError for what is no number */
export function formatCount(count: number, language: ReplyLanguage = 'en'): string {
  if (!Number.isFinite(count)) throw new RangeError('not a number');
  return numberFormat(language, {}).format(count);
}

const rupees = { style: 'currency', currency: 'INR', trailingZeroDisplay: 'stripIfInteger' } as const;

/** `₹1,23,456`, `₹99.05`. @param paise whole @throws RangeError for what is no amount */
export function formatMoney(paise: number, language: ReplyLanguage = 'en'): string {
  if (!Number.isInteger(paise)) throw new RangeError('not an amount in paise');
  return numberFormat(language, rupees).format(paise / 100);
}

/** `1 minute`, `90 minutes`, from two hours on `2.5 hours`. @param minutes whole */
export function formatDuration(minutes: number, language: ReplyLanguage = 'en'): string {
  const [value, unit] = minutes < 120 ? [minutes, 'minute'] : [minutes / 60, 'hour'];
  return numberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 2,
  }).format(value);
}
