// What a text says that can be held against it: numbers with what they count, days, promises, references, links.
import { inLatin, meaningOf, tokeniseText, type Token } from '#libs/nlu';
import { commitmentOf, isNegation } from './commitments.js';

/** Two texts that claim the same have equal claims, whatever their language: `24 hour`, `saturday`, `-refund`, `BK-7F3K9Q`. */
export type Claim = string;

/** Taken as they stand, before the words around them are looked at. Every quantifier is bounded. */
const literals: readonly RegExp[] = [
  /\bhttps?:\/\/\S{1,300}/gi,
  /\b(?:[a-z0-9-]{1,63}\.){1,4}(?:com|in|org|net|io|co|app|dev|info|biz|me|link|ly)\b(?:\/\S{0,200})?/gi,
  /[\w.+-]{1,64}@[\w.-]{1,120}/g,
  /\b[A-Z]{2,4}-[0-9A-Z]{4,12}\b/g,
  /\+?\d[\d -]{7,16}\d/g,
];
const units = new Set(
  'rupee percent minute hour day week month year fortnight ton litre star kg inch km metre time second am pm'.split(
    ' ',
  ),
);
/** Beside the canonical words of days: how a unit is written that only amounts have. */
const unitSpellings: Readonly<Record<string, string>> = {
  '₹': 'rupee', rs: 'rupee', inr: 'rupee', rupees: 'rupee', paisa: 'paisa', paise: 'paisa', '%': 'percent', percent: 'percent', pratishat: 'percent',
  fisdi: 'percent', pheesadi: 'percent', baje: 'oclock', oclock: 'oclock', times: 'time', lakh: 'lakh', hundred: 'hundred', sau: 'hundred',
  thousand: 'thousand', hazaar: 'thousand', hajaar: 'thousand', hazar: 'thousand', saal: 'year', crore: 'crore',
}; // prettier-ignore
const calendar = new Set(
  `today tomorrow yesterday tonight kal parson aaj sunday monday tuesday wednesday thursday friday saturday january february april june july august
   september october november december weekend fortnight`.split(/\s+/),
);
/** Words of other meanings: a month, or "one", only beside a number or a unit. */
const monthsOrVerbs = new Set(['may', 'march']);
/** Small numbers that are mostly articles or pronouns ("this one", "ek baar", Hindi "do", English "do"): they count only before a unit. */
const largestUnsure = 2;
const wordsAround = 3;

/** Every claim of a text, in Devanagari or Latin letters. */
export function claimsIn(source: string): Set<Claim> {
  const claims = new Set<Claim>();
  let rest = source.normalize('NFKC');
  for (const pattern of literals)
    rest = rest.replace(pattern, (match) => {
      claims.add(match.replace(/[\s-]+|[.,;)]+$/g, '').toLowerCase());
      return ' ; ';
    });
  const tokens = tokeniseText(rest).map(({ text, kind, spaced }) => ({
    text,
    kind,
    spaced,
    ...meaning(text),
  }));
  tokens.forEach((token, at) => {
    const number = numberAt(tokens, at);
    if (number) claims.add(number);
    const name = token.word === 'aaj' ? 'today' : token.word;
    const isDay = calendar.has(name) || (monthsOrVerbs.has(name) && isBesideNumber(tokens, at));
    if (isDay) claims.add(name);
    const commitment = commitmentOf(token.text) ?? commitmentOf(inLatin(token.text));
    if (commitment) claims.add(`${isNegatedAt(tokens, at) ? '-' : '+'}${commitment}`);
  });
  return claims;
}

interface ReadToken extends Pick<Token, 'text' | 'kind' | 'spaced'> {
  word: string;
  /** What a number word counts. */
  counts?: number;
}

function meaning(text: string): { word: string; counts?: number } {
  const spelled = unitSpellings[text];
  return spelled ? { word: spelled } : meaningOf(text);
}

function numberAt(tokens: readonly ReadToken[], at: number): Claim | undefined {
  const { kind, text, counts } = tokens[at]!;
  const isDigits = kind === 'number';
  if (!isDigits && counts === undefined) return undefined;
  if (isDigits && isFraction(tokens, at - 1)) return undefined; // said with the number before the point
  const value = isDigits
    ? Number(`${text}${isFraction(tokens, at) ? `.${tokens[at + 2]!.text}` : ''}`)
    : counts!;
  const unit = unitBeside(tokens, at);
  if (!isDigits && value <= largestUnsure && unit === '') return undefined;
  return `${value}${unit && ` ${unit}`}`;
}

/** Whether the number at `at` goes on behind a point or a colon: 1.5, 10:30. */
function isFraction(tokens: readonly ReadToken[], at: number): boolean {
  const [point, digits] = [tokens[at + 1], tokens[at + 2]];
  return (
    tokens[at]?.kind === 'number' &&
    (point?.text === '.' || point?.text === ':') &&
    digits?.kind === 'number' &&
    !point.spaced &&
    !digits.spaced
  );
}

/** What is counted: "₹ 499", "24 working hours", "do din"; '' where nothing says it. */
function unitBeside(tokens: readonly ReadToken[], at: number): string {
  const before = tokens.slice(Math.max(0, at - 2), at).findLast(({ word }) => word === 'rupee');
  if (before) return 'rupee';
  const behind = tokens.slice(at + 1, at + 1 + wordsAround + (isFraction(tokens, at) ? 2 : 0));
  const end = behind.findIndex(({ text, kind }) => kind === 'number' || text === ',' || text === ';');
  const near = isFraction(tokens, at) ? behind.slice(2) : behind.slice(0, end < 0 ? undefined : end);
  return near.find(({ word }) => units.has(word) || word in scales)?.word ?? '';
}

const scales: Readonly<Record<string, true>> = {
  hundred: true,
  thousand: true,
  lakh: true,
  crore: true,
  paisa: true,
  oclock: true,
};

function isBesideNumber(tokens: readonly ReadToken[], at: number): boolean {
  return tokens[at - 1]?.kind === 'number' || tokens[at + 1]?.kind === 'number';
}

/** English denies before ("is not refundable", "no refund"), Hindi behind ("refund nahi hoga"). */
function isNegatedAt(tokens: readonly ReadToken[], at: number): boolean {
  const clause = (token: ReadToken): boolean => token.kind !== 'mark' || !/[.;!?।]/.test(token.text);
  const before = tokens.slice(Math.max(0, at - wordsAround), at);
  const behind = tokens.slice(at + 1, at + 1 + wordsAround);
  const cut = behind.findIndex((token) => !clause(token));
  const start = before.findLastIndex((token) => !clause(token));
  return [...before.slice(start + 1), ...behind.slice(0, cut < 0 ? undefined : cut)].some(({ text }) =>
    isNegation(text),
  );
}
