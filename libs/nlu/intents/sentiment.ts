// How a message feels, English and Hindi in Latin letters: a lexicon of charged words, read with their negations, emphasis
// and turns ("fine, but …"), after VADER (Hutto & Gilbert 2014), with the word order of Hindi ("accha nahi") added.
// Limits: what is said without a charged word ("he never came back") counts as neutral, for which sentiment-reader.ts is; irony is taken at
// its word.
import { readFileSync } from 'node:fs';
import { wordsOf } from './features.js';

export interface Sentiment {
  /** From -1 (worst) to 1 (best). */
  score: number;
  label: 'negative' | 'neutral' | 'positive';
}

const NEUTRAL_WITHIN = 0.1;
const LONGEST_READ = 2000;

export function sentimentOf(text: string): Sentiment {
  const sum = valenceIn(wordsOf(text.slice(0, LONGEST_READ)));
  return sentimentFrom(sum / Math.sqrt(sum * sum + SATURATION));
}

export function sentimentFrom(score: number): Sentiment {
  if (Math.abs(score) < NEUTRAL_WITHIN) return { score, label: 'neutral' };
  return { score, label: score > 0 ? 'positive' : 'negative' };
}

const valences = readLexicon(readFileSync(new URL('./sentiment/lexicon.txt', import.meta.url), 'utf8'));

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const NEGATIONS = set(
  'not no never nothing nobody none neither nor without hardly rarely zero cannot cant couldnt wont wouldnt dont doesnt didnt isnt arent wasnt werent hasnt havent shouldnt aint bina',
);
// In Hindi the negation follows what it denies: "accha nahi", "dikkat nahi hui".
const NEGATIONS_AFTER = set('nahi nahin nai nhi mat');
const EMPHASIS = set(
  'very really so too extremely absolutely totally completely highly most super quite truly bahut bohot bahot ekdum bilkul sach',
);
const TURNS = set('but however although lekin magar par yet');
const PAUSES = set('. , ; ! ? -');

const NEGATED = -0.7;
const NEGATION_REACH = 3;
const EMPHASISED = 1.3;
const EXCLAIMED = 1.15;
const BEFORE_TURN = 0.5;
const AFTER_TURN = 1.5;
/** Valence of a word with -less that the lexicon does not know. */
const LESS = -2;
/** Sets how fast the score nears 1: a sum of 4 (one very strong word) makes 0.72. */
const SATURATION = 15;

function valenceIn(words: readonly string[]): number {
  const turn = words.findLastIndex((word, at) => at > 0 && TURNS.has(word));
  let sum = 0;
  words.forEach((_, at) => {
    let valence = valenceAt(words, at);
    if (valence === 0) return;
    if (isNegated(words, at)) valence *= NEGATED;
    if (EMPHASIS.has(words[at - 1] ?? '')) valence *= EMPHASISED;
    if (turn >= 0) valence *= at < turn ? BEFORE_TURN : AFTER_TURN;
    sum += valence;
  });
  return words.includes('!') ? sum * EXCLAIMED : sum;
}

/** Two words that mean something together ("fed up") count once, at the first of them. */
function valenceAt(words: readonly string[], at: number): number {
  if (valences.has(`${words[at - 1]}_${words[at]}`)) return 0;
  return valences.get(`${words[at]}_${words[at + 1]}`) ?? valenceOf(words[at]!);
}

/** The word's own, or what its parts say: "unreliable" is not "reliable", "soulless" lacks something. */
function valenceOf(word: string): number {
  const own = valences.get(word) ?? valences.get(word.replace(/(?:s|ed|d|ing|ly)$/, ''));
  if (own !== undefined) return own;
  const denied = /^(?:un|in|im|ir|il|dis|non)(.{4,})$/.exec(word)?.[1];
  if (denied) return Math.min(0, -valenceOf(denied));
  return /.{4}less(?:ly)?$/.test(word) ? LESS : 0;
}

function isNegated(words: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= Math.max(0, at - NEGATION_REACH); before--) {
    if (PAUSES.has(words[before]!)) break;
    if (NEGATIONS.has(words[before]!)) return true;
  }
  return NEGATIONS_AFTER.has(words[at + 1] ?? '') || NEGATIONS_AFTER.has(words[at + 2] ?? '');
}

/** Lines of "valence: word word …". */
function readLexicon(file: string): ReadonlyMap<string, number> {
  const lines = file.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.flatMap((line) => {
      const [valence = '', words = ''] = line.split(': ');
      return words.split(' ').map((word): [string, number] => [word, Number(valence)]);
    }),
  );
}
