// Numbers with what they count, however they are written: "24 working hours", "₹1,499/-", "twenty-four", "dedh sau rupaye", "within a day".
import { meaningOf, type Token } from '#libs/nlu';

export interface ReadToken extends Pick<Token, 'text' | 'kind' | 'spaced'> {
  /** Its canonical word. */
  word: string;
  /** What a number word counts. */
  counts?: number;
}

export interface Amount {
  value: number;
  /** '' where nothing says what is counted. */
  unit: string;
  /** The index after the number, its unit not included. */
  end: number;
}

const durations = new Set(['minute', 'hour', 'day', 'week', 'month', 'year', 'fortnight']);
const units = new Set([
  ...durations,
  ...'rupee paisa percent oclock ton litre star kg inch km metre time second am pm'.split(' '),
]);
/** Beside the canonical words of days: how a unit is written that only amounts have. */
const unitSpellings: Readonly<Record<string, string>> = {
  '₹': 'rupee', rs: 'rupee', inr: 'rupee', rupees: 'rupee', paisa: 'paisa', paise: 'paisa', '%': 'percent', percent: 'percent', pratishat: 'percent',
  fisdi: 'percent', pheesadi: 'percent', baje: 'oclock', oclock: 'oclock', times: 'time', saal: 'year',
}; // prettier-ignore
const scales: Readonly<Record<string, number>> = {
  hundred: 100, sau: 100, thousand: 1_000, hazaar: 1_000, hajaar: 1_000, hazar: 1_000, hajar: 1_000, lakh: 100_000, laakh: 100_000,
  crore: 10_000_000, karod: 10_000_000,
}; // prettier-ignore
const fractions: Readonly<Record<string, number>> = {
  dedh: 1.5, dhai: 2.5, dhaai: 2.5, adhai: 2.5, adhaai: 2.5, sava: 1.25, savaa: 1.25,
}; // prettier-ignore
/** Small numbers that are mostly articles or pronouns ("this one", "ek baar", Hindi "do", English "do"): they count only before a unit. */
const largestUnsure = 2;
const wordsAround = 3;

export function readToken({ text, kind, spaced }: Token): ReadToken {
  const unit = unitSpellings[text];
  const fraction = fractions[text];
  if (fraction !== undefined) return { text, kind, spaced, word: text, counts: fraction };
  return { text, kind, spaced, ...(unit ? { word: unit } : meaningOf(text)) };
}

/** The amount that begins at `at`; undefined where none does. */
export function amountAt(tokens: readonly ReadToken[], at: number): Amount | undefined {
  const number = numberAt(tokens, at) ?? oneAt(tokens, at);
  if (!number) return undefined;
  let { value, end } = number;
  for (let scale = scales[tokens[end]?.text ?? '']; scale; scale = scales[tokens[end]?.text ?? '']) {
    value *= scale;
    end += 1;
  }
  const unit = unitBeside(tokens, at, end);
  const isWord = tokens[at]!.kind !== 'number';
  return isWord && value <= largestUnsure && unit === '' ? undefined : { value, unit, end };
}

function numberAt(tokens: readonly ReadToken[], at: number): { value: number; end: number } | undefined {
  const { kind, text, counts } = tokens[at]!;
  if (kind === 'number') {
    const [point, digits] = [tokens[at + 1], tokens[at + 2]];
    const goesOn =
      /^[.:]$/.test(point?.text ?? '') && digits?.kind === 'number' && !point!.spaced && !digits.spaced;
    return goesOn
      ? { value: Number(`${text}.${digits.text}`), end: at + 3 }
      : { value: Number(text), end: at + 1 };
  }
  if (scales[text] !== undefined) return { value: 1, end: at };
  if (counts === undefined) return undefined;
  const next = at + (tokens[at + 1]?.text === '-' ? 2 : 1);
  const rest = tokens[next]?.counts ?? 0;
  const isCompound =
    counts >= 20 && counts % 10 === 0 && rest >= 1 && rest <= 9 && tokens[next]!.kind === 'word';
  return isCompound ? { value: counts + rest, end: next + 1 } : { value: counts, end: at + 1 };
}

/** "a day", "an hour". */
function oneAt(tokens: readonly ReadToken[], at: number): { value: number; end: number } | undefined {
  const isArticle = tokens[at]!.text === 'a' || tokens[at]!.text === 'an';
  return isArticle && durations.has(tokens[at + 1]?.word ?? '') ? { value: 1, end: at + 1 } : undefined;
}

/** Of a number from `at` to before `end`. Of a range ("5 to 7 days") the first number has the unit of the second. */
function unitBeside(tokens: readonly ReadToken[], at: number, end: number): string {
  if (tokens.slice(Math.max(0, at - 2), at).some(({ word }) => word === 'rupee')) return 'rupee';
  const behind = tokens.slice(end, end + wordsAround);
  const stop = behind.findIndex(({ text }) => /^[,;.!?]$/.test(text));
  const near = behind.slice(0, stop < 0 ? undefined : stop);
  return near.find(({ word }) => units.has(word))?.word ?? '';
}
