// Money: "Rs 500", "2k rupees", "paanch sau", "under 800".
import type { EntityValue, FoundEntity } from './entity.js';
import type { PhraseAmount, TimePhrase } from '../days/phrase.js';
import { wordsOf } from '../days/vocabulary.js';

const MULTIPLIERS = new Map(Object.entries({ hundred: 100, thousand: 1000, lakh: 100_000 }));
const FRACTIONS = new Map(Object.entries({ dedh: 1.5, dhai: 2.5, sava: 1.25, paune: 0.75 }));
const MONEY_WORDS = wordsOf(`
  budget price prices cost costs charge charges charged charging pay paid paying fee fees amount bill billed refund refunded
  under below kharcha kimat keemat daam rate paisa paise spend worth`);
const MONEY_FILL = wordsOf(`
  is was of for me us the only extra than less more around upto until my hai tha to ka ki ke se`);
const SMALLEST_UNMARKED_PRICE = 50; // rupees; "pay 2" is rarely money

type Price = Extract<EntityValue, { type: 'price' }>;

/** All prices of a phrase, in order. Claims their tokens. */
export function findPrices(phrase: TimePhrase): FoundEntity<Price>[] {
  const found: FoundEntity<Price>[] = [];
  for (let i = 0; i < phrase.length; i++) {
    const price = phrase.owner(i) ? undefined : priceAt(phrase, i);
    if (!price) continue;
    for (const part of price) {
      phrase.claim(part.first, part.end, 'price');
      found.push(part);
    }
    i = price.at(-1)!.end - 1;
  }
  return found;
}

/** One price, or the two of "500-800 rs". */
function priceAt(phrase: TimePhrase, i: number): FoundEntity<Price>[] | undefined {
  const symbol = currencyAt(phrase, i);
  const amount = rupees(phrase, symbol ?? i);
  if (!amount) return undefined;
  const joined = ['-', 'to', 'se'].includes(phrase.text(amount.end))
    ? rupees(phrase, amount.end + 1)
    : undefined;
  const last = joined && joined.value > amount.value ? joined : amount;
  const end = currencyAfter(phrase, last.end);
  const confidence = symbol !== undefined || end !== undefined ? 0.95 : unmarked(phrase, i, last);
  if (confidence === 0) return undefined;
  const price = (first: number, to: number, { value }: PhraseAmount): FoundEntity<Price> => ({
    first,
    end: to,
    confidence,
    value: { type: 'price', paise: Math.round(value * 100) },
  });
  if (last === amount) return [price(i, end ?? amount.end, amount)];
  const thousands = last.value >= 1000 && amount.value < 100 && phrase.text(last.end - 1) === 'k' ? 1000 : 1; // "10-12k"
  return [
    price(i, amount.end, { ...amount, value: amount.value * thousands }),
    price(amount.end + 1, end ?? last.end, last),
  ];
}

/** The index after "Rs", "Rs.", "₹" or "INR" at token `i`. */
function currencyAt(phrase: TimePhrase, i: number): number | undefined {
  if (phrase.text(i) !== '₹' && !phrase.is(i, 'rupee')) return undefined;
  return ['.', ':'].includes(phrase.text(i + 1)) ? i + 2 : i + 1;
}

function currencyAfter(phrase: TimePhrase, i: number): number | undefined {
  if (phrase.text(i) === '/' && phrase.text(i + 1) === '-') return phrase.is(i + 2, 'rupee') ? i + 3 : i + 2;
  if (phrase.is(i, 'rupee') && phrase.text(i + 1) === '.' && phrase.isDigits(i + 2)) return undefined; // "2 Rs.500"
  return phrase.is(i, 'rupee') || phrase.text(i) === '₹' ? i + 1 : undefined;
}

/** Confidence that an amount without a currency is money: a word about money stands before it, or it is said in thousands. */
function unmarked(phrase: TimePhrase, i: number, amount: PhraseAmount): number {
  if (phrase.isCounted(amount.end) || amount.value < SMALLEST_UNMARKED_PRICE) return 0;
  if (/^(?:st|nd|rd|th)$/.test(phrase.text(amount.end)) || ['/', ':'].includes(phrase.text(amount.end)))
    return 0;
  let before = i - 1;
  while (before > i - 4 && (MONEY_FILL.has(phrase.text(before)) || phrase.is(before, 'around', 'until')))
    before--;
  if (MONEY_WORDS.has(phrase.text(before))) return 0.75;
  if (phrase.text(i - 1) === 'than' && ['less', 'more'].includes(phrase.text(i - 2))) return 0.6;
  const last = amount.end - 1;
  const inK = phrase.text(last) === 'k' && phrase.glued(last);
  const inHindi =
    phrase.is(last, 'hundred', 'thousand', 'lakh') && !['hundred', 'thousand'].includes(phrase.text(last));
  return inK || inHindi ? 0.65 : 0;
}

/** Rupees at token `i`: 500, 499.50, 2k, 1.5 lakh, paanch sau, do hazaar paanch sau, dedh sau, sade 4 sau. */
function rupees(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  let total = 0;
  let end = i;
  let digits = true;
  for (let group = multiplied(phrase, i); group; group = total > 0 ? multiplied(phrase, end) : undefined) {
    const smaller = total === 0 || group.value < smallestPlace(total);
    if (!smaller) break;
    total += group.value;
    end = group.end;
    digits &&= group.digits;
    if (group.digits && !isMultiplier(phrase, end - 1)) break;
    if (phrase.text(end) === 'and' && phrase.number(end + 1) && !digits) end++;
  }
  if (phrase.text(end - 1) === 'and') end--;
  return end > i && total < 1e9 ? { value: total, end, digits } : undefined;
}

function multiplied(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  const base =
    fraction(phrase, i) ??
    phrase.decimal(i) ??
    (isMultiplier(phrase, i) ? { value: 1, end: i, digits: false } : undefined);
  if (!base) return undefined;
  if (phrase.text(base.end) === 'k' && (phrase.glued(base.end) || phrase.is(base.end + 1, 'rupee')))
    return { value: base.value * 1000, end: base.end + 1, digits: base.digits };
  if (!isMultiplier(phrase, base.end)) return base.end > i ? base : undefined;
  return {
    ...base,
    value: base.value * MULTIPLIERS.get(phrase.word(base.end))!,
    end: base.end + 1,
    digits: false,
  };
}

/** Dedh (1.5), dhai (2.5), sava (1.25) and sade n (n + 0.5), as multiples of sau and hazaar. */
function fraction(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  if (isMultiplier(phrase, i + 1)) {
    const value = FRACTIONS.get(phrase.word(i));
    if (value) return { value, end: i + 1, digits: false };
  }
  const number = phrase.is(i, 'sade') ? phrase.number(i + 1) : undefined;
  return number && isMultiplier(phrase, number.end)
    ? { value: number.value + 0.5, end: number.end, digits: false }
    : undefined;
}

function isMultiplier(phrase: TimePhrase, i: number): boolean {
  return MULTIPLIERS.has(phrase.word(i));
}

function smallestPlace(value: number): number {
  let place = 1;
  while (value % (place * 10) === 0) place *= 10;
  return place;
}
