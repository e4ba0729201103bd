// Whether a message is a plain yes: nothing but words of agreement and courtesy. Money moves on this alone, so it is a closed grammar
// and no likelihood: whatever is not known to agree is something else that was said, and is answered before the question is put again.
import { courtesyPhrases, noPhrases, stopPhrases, waitPhrases, yesPhrases } from './agreement-phrases.js';

/**
 * `stop`: what is being arranged shall be dropped ("yes cancel it"). `wait`: nothing is decided yet ("ok one minute"). `other`:
 * anything that is not a plain answer.
 */
export type Agreement = 'yes' | 'no' | 'stop' | 'wait' | 'other';
type PhraseClass = Exclude<Agreement, 'other'> | 'courtesy';

interface Word {
  /** As it stands in the phrases. */
  text: string;
  start: number;
}

/** More words than this are no plain answer; it bounds the time to read as well. */
const mostWords = 14;
/** Alone or at the beginning they agree; behind something they only honour whom they are said to ("thank you ji"). */
const honorifics = new Set(['ji', 'जी', 'ਜੀ', 'جی']);
/** Alone they agree; said again they laugh ("ha ha ha"). */
const laughter = /(?<![\p{L}\p{M}])(ha|haa|हा|હા)(?: \1)+(?![\p{L}\p{M}])/u;
/** Words, smileys, and every other visible character for itself: a question mark, a digit or a bracket is something said. */
const word = /[\p{L}\p{M}\p{Cf}'’‘]+|[:;]-?\)|[^\s]/gu;
/** Say nothing. Quotation marks and the stars of *bold* among them. */
const punctuation = /^[.,!…~;:।|"“”*_\p{Pd}\p{Cf}\p{Mn}\u{1F3FB}-\u{1F3FF}]$/u;

const notToStop =
  /(?<![\p{L}\p{M}])(?:do ?n['’]?t|do not|never|not|no need to)\s+(?:\p{L}+\s+){0,2}(?:cancel|drop|stop|abort|forget)(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])(?:cancel|drop|stop|radd|रद्द|कैंसिल|कैंसल)\s+(?:mat|na|nahi|nahin|nhi|मत|ना|नहीं)(?![\p{L}\p{M}])/iu;

const phrases = new Map<string, PhraseClass>();
const knownWords = new Set<string>();
for (const [list, kind] of [
  [yesPhrases, 'yes'],
  [courtesyPhrases, 'courtesy'],
  [noPhrases, 'no'],
  [stopPhrases, 'stop'],
  [waitPhrases, 'wait'],
] as const)
  for (const phrase of list.split('|')) {
    const words = wordsIn(phrase).map(({ text }) => text);
    phrases.set(words.join(' '), kind);
    for (const each of words) knownWords.add(each);
  }
const longestPhrase = Math.max(...[...phrases.keys()].map((phrase) => phrase.split(' ').length));

export function readAgreement(text: string): Agreement {
  const words = wordsIn(text);
  const laughs = laughter.test(words.map((each) => each.text).join(' '));
  const kinds = words.length <= mostWords && !laughs ? kindsOf(words) : null;
  if (!kinds) return 'other';
  const [yes, no, stop] = [kinds.includes('yes'), kinds.lastIndexOf('no'), kinds.lastIndexOf('stop')];
  if (stop >= 0) return no > stop ? 'other' : 'stop';
  if (kinds.includes('wait')) return 'wait';
  if (yes) return no >= 0 ? 'other' : 'yes';
  return no >= 0 ? 'no' : 'other';
}

/**
 * The same, where the question is whether to do `deed`: "file it" and "yes, file it" agree to that. With a no it is unclear.
 * @param deed words for what would be done, global
 */
export function readAgreementTo(text: string, deed: RegExp): Agreement {
  const rest = text.replace(deed, ' ');
  if (rest === text) return readAgreement(text);
  const agreement = /[\p{L}\p{N}]/u.test(rest) ? readAgreement(rest) : 'yes';
  return agreement === 'yes' ? 'yes' : 'other';
}

/** "Don't cancel, book it", "cancel na karo": what sounds like dropping it is the opposite. */
export function keepsIt(text: string): boolean {
  return notToStop.test(text);
}

/** What is said beside a yes that the message begins with ("yes, but bring a ladder"); null when it begins with none. */
export function besideYes(text: string): string | null {
  const words = wordsIn(text);
  let agrees = false;
  let from = 0;
  for (let length = 1; length > 0 && from < words.length; from += length) {
    length = longestAt(words, from);
    agrees ||= kindAt(words, from, length) === 'yes';
  }
  return agrees ? text.slice(words[from]?.start ?? text.length).trim() : null;
}

/** Words of the longest phrase of agreement or courtesy that begins at `from`; 0 when none does. */
function longestAt(words: readonly Word[], from: number): number {
  for (let length = Math.min(longestPhrase, words.length - from); length > 0; length--) {
    const kind = kindAt(words, from, length);
    if (kind === 'yes' || kind === 'courtesy') return length;
  }
  return 0;
}

function kindAt(words: readonly Word[], from: number, length: number): PhraseClass | undefined {
  const phrase = words.slice(from, from + length).map(({ text }) => text).join(' '); // prettier-ignore
  return from === 0 && honorifics.has(phrase) ? 'yes' : phrases.get(phrase);
}

/** What each phrase says, where phrases make up all of it; null when something is left. */
function kindsOf(words: readonly Word[]): PhraseClass[] | null {
  const rest: (PhraseClass[] | null)[] = Array.from({ length: words.length }, () => null);
  rest.push([]);
  for (let from = words.length - 1; from >= 0; from--)
    for (let length = Math.min(longestPhrase, words.length - from); length > 0 && !rest[from]; length--) {
      const kind = kindAt(words, from, length);
      const after = rest[from + length];
      if (kind && after) rest[from] = [kind, ...after];
    }
  return rest[0]!;
}

function wordsIn(text: string): Word[] {
  const found = [...text.matchAll(word)].map((match) => ({ text: formOf(match[0]), start: match.index }));
  return found.filter((each) => each.text !== '' && !punctuation.test(each.text));
}

/** Without case, marks of one sound that are typed in several ways, and letters drawn out ("yesss", "okayyy", "haaaan"). */
function formOf(raw: string): string {
  const plain = raw
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Cf}|['’‘]|\u{FE0E}|\u{FE0F}|\u{093C}/gu, '')
    .replaceAll('ँ', 'ं');
  const [twice, once] = ['$1$1', '$1'].map((run) => plain.replace(/(\p{L})\1{2,}/gu, run));
  const forms = [plain, twice!, once!, plain.replace(/(\p{L})\1+$/u, '$1')];
  return forms.find((form) => knownWords.has(form)) ?? plain;
}
