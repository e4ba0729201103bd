// Numbers of things ("3 ceiling fans", "do pankhe") and measures of a thing ("1.5 ton", "3 star", "2 bhk", "4 burner stove", "3 times").
// A size, a rating or a fraction says nothing about how many there are.
import type { EntityValue, FoundEntity } from './entity.js';
import { isCanonical } from '../text/lexicon.js';
import type { PhraseAmount, TimePhrase } from '../days/phrase.js';
import { singularOf } from '../text/spelling.js';
import { COUNTED_IN_HINDI, MEASURE_UNITS, wordsOf } from '../days/vocabulary.js';

type Count = Extract<EntityValue, { type: 'number' | 'measure' }>;

const FIXED_FRACTIONS = new Map(Object.entries({ dedh: 1.5, dhai: 2.5 }));
const SHIFTS = new Map(Object.entries({ sade: 0.5, sava: 0.25, paune: -0.25 }));
/** Parts that things have: "4 burner stove" is one stove, "4 burners" are four burners. */
const PARTS = wordsOf('burner blade');
const WITH_DOORS = wordsOf('fridge refrigerator freezer wardrobe almirah cupboard almari car model');
const HINDI_SMALL_WORDS = wordsOf(`
  hai hain ka ki ke ko mein me se aur ya chahiye karna karwana karvana karwani karo lagana lagwana kharab thik theek saaf nahi bhi mera mere`);

/** Counts and measures among the tokens that nothing else has claimed. `core` is the end of the number itself, without its unit. */
export function findCounts(phrase: TimePhrase): (FoundEntity<Count> & { core: number })[] {
  const found: (FoundEntity<Count> & { core: number })[] = [];
  for (let i = 0; i < phrase.length; i++) {
    const number = phrase.owner(i) ? undefined : quantityAt(phrase, i);
    if (!number) continue;
    const code = isPartOfCode(phrase, i, number.end);
    const measured = code ? undefined : measureAt(phrase, number);
    const counted = code || measured ? undefined : unitAt(phrase, i, number);
    const { end } = measured ?? counted ?? number;
    const unit = measured?.unit ?? counted?.noun;
    const whole = Number.isInteger(number.value);
    if (unit !== undefined || (!code && (number.digits || !whole)))
      found.push({
        first: i,
        end,
        core: number.end,
        confidence: unit === undefined ? 0.5 : 0.9,
        value: {
          type: measured || !whole ? 'measure' : 'number',
          value: number.value,
          ...(unit && { unit }),
        },
      });
    i = end - 1;
  }
  return found;
}

/** 3, 1.5, "two and a half", "do aur aadha", "dhai", "sade teen". */
function quantityAt(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  const fixed = FIXED_FRACTIONS.get(phrase.word(i));
  if (fixed) return { value: fixed, end: i + 1, digits: false };
  const shift = SHIFTS.get(phrase.word(i));
  const whole = phrase.decimal(shift === undefined ? i : i + 1);
  if (!whole) return undefined;
  if (shift !== undefined) return { ...whole, value: whole.value + shift, digits: false };
  const half = halfAfter(phrase, whole.end);
  return half ? { ...whole, value: whole.value + 0.5, end: half, digits: false } : whole;
}

/** The index after "and a half", "aur aadha". */
function halfAfter(phrase: TimePhrase, i: number): number | undefined {
  if (!['and', '&', 'aur'].includes(phrase.text(i))) return undefined;
  const at = ['a', 'an'].includes(phrase.text(i + 1)) ? i + 2 : i + 1;
  return phrase.is(at, 'half') && !phrase.number(at + 1) ? at + 1 : undefined;
}

/** The unit of measure after a number: "ton", "sq ft", "star", or a part as in "4 burner stove". */
function measureAt(
  phrase: TimePhrase,
  { value, end }: PhraseAmount,
): { unit: string; end: number } | undefined {
  const at = ['-', '"'].includes(phrase.text(end)) && phrase.glued(end) ? end + 1 : end;
  if (phrase.text(end) === '"') return { unit: 'inch', end: end + 1 };
  if (phrase.text(end) === '%') return { unit: 'percent', end: end + 1 };
  if (phrase.owner(at)) return undefined;
  const square = /^sq(?:uare)?$/.test(phrase.text(at)) ? (phrase.text(at + 1) === '.' ? at + 2 : at + 1) : at;
  const unit = MEASURE_UNITS.get(phrase.text(square)) ?? MEASURE_UNITS.get(phrase.word(square));
  if (square > at)
    return unit === 'foot' || unit === 'metre'
      ? { unit: `sq${unit === 'foot' ? 'ft' : 'm'}`, end: square + 1 }
      : undefined;
  if (unit) return { unit, end: at + 1 };
  const part = phrase.text(at);
  const ofOne = PARTS.has(part) && value > 1;
  const doors = part === 'door' && WITH_DOORS.has(phrase.text(at + 1));
  return ofOne || doors ? { unit: part, end: at + 1 } : undefined;
}

/** Ordinals, ratios and letters-with-digits are no counts. */
function isPartOfCode(phrase: TimePhrase, i: number, end: number): boolean {
  if (/^(?:st|nd|rd|th)$/.test(phrase.text(end))) return true;
  if (phrase.glued(end) && phrase.glued(end + 1) && ['/', ':', '_'].includes(phrase.text(end))) return true;
  const before = phrase.tokens[i - 1];
  return phrase.glued(i) && (before!.kind === 'word' || ['/', '-', '_', ':', '.'].includes(before!.text));
}

function unitAt(
  phrase: TimePhrase,
  i: number,
  number: PhraseAmount,
): { noun: string; end: number } | undefined {
  const at = number.end;
  const sure = number.digits || !phrase.isCommonNumberWord(i) || isHindi(phrase, at);
  if (phrase.owner(at) || !(phrase.isCounted(at) || (phrase.isContent(at) && sure))) return undefined;
  if (phrase.text(i) === 'do' && !isHindi(phrase, at)) return undefined; // "do exchanges cost more?"
  const first = phrase.text(at);
  const compound = !phrase.isCounted(at) && phrase.isCounted(at + 1) && phrase.isContent(at + 1);
  if (compound && !phrase.owner(at + 1))
    return { noun: `${first} ${singularOf(phrase.text(at + 1))}`, end: at + 2 };
  return { noun: isCanonical(phrase.word(at)) ? phrase.word(at) : singularOf(first), end: at + 1 };
}

/** "do", "ek" and "char" are numbers where Hindi is spoken: before a Hindi noun, in Devanagari, or beside Hindi words. */
function isHindi(phrase: TimePhrase, noun: number): boolean {
  if (COUNTED_IN_HINDI.has(phrase.word(noun)) || /[\u0900-\u097f]/.test(phrase.source)) return true;
  return phrase.tokens.some(({ text }, i) => i !== noun && HINDI_SMALL_WORDS.has(text));
}
