// Whether two questions ask the same, so that one answer serves both: by what they mean where a sentence encoder is there, and never where
// anything in them differs that an answer could depend on. It errs on the side of asking the model again.
import { BoundedMap } from '#libs/cache';
import { foreignClaims, isNegation } from '#libs/llm';
import { tokeniseText, type SentenceEncoder } from '#libs/nlu';
import type { Clock } from '#libs/time';

export interface ComparableQuestion {
  /** Only questions of one bucket are compared: prompt, facts, versions and language are the same. */
  bucket: string;
  question: string;
  /** What the answer is made of, beside the question. */
  context: string;
}

interface Kept {
  question: string;
  vector: Float32Array;
  answer: unknown;
  until: number;
}

/** Read off the pairs in similar-questions.tsv: from here on meaning alone is enough. */
const surelySame = 0.92;
/** … and from here on where they have the same words as well, those apart that every question has. */
const sameWithItsWords = 0.7;
const mostBuckets = 500;
const mostInBucket = 40;
/** A question waits no longer than this to be compared; then a model is asked. */
const usualDeadlineMs = 150;
/** A word is told by its beginning: cancel, cancelling, cancellation. */
const stemLength = 5;
const everywhere = new Set(
  `a an the is are am was do does did can could will would should i you we it my your our me us to of for on in at by with be there what how when where which who
  if or and get have give tell come about please s`.split(/\s+/),
);

export class SimilarQuestions {
  private readonly buckets = new BoundedMap<string, Kept[]>(mostBuckets);

  constructor(
    private readonly encoder: SentenceEncoder,
    private readonly clock: Clock,
    private readonly keptMs: number,
    private readonly deadlineMs = usualDeadlineMs,
  ) {}

  /** The answer to a question that asks the same; undefined where there is none, or no encoder. */
  async find({ bucket, question, context }: ComparableQuestion): Promise<unknown> {
    const kept = this.buckets.get(bucket);
    const vector = kept && (await this.vectorOf(question));
    if (!vector) return undefined;
    const now = this.clock.now().getTime();
    return kept.find(
      (one) =>
        one.until > now &&
        isSame(question, vector, one) &&
        !hasTaken(one.answer, one.question, question, context),
    )?.answer;
  }

  async keep({ bucket, question }: ComparableQuestion, answer: unknown): Promise<void> {
    const vector = await this.vectorOf(question);
    if (!vector) return;
    const until = this.clock.now().getTime() + this.keptMs;
    const others = this.buckets.get(bucket) ?? [];
    this.buckets.set(bucket, [{ question, vector, answer, until }, ...others].slice(0, mostInBucket));
  }

  /** The encoder knows English alone: letters of other scripts mean nothing to it. */
  private async vectorOf(question: string): Promise<Float32Array | undefined> {
    if (this.encoder.missing || !/^[\p{Script=Latin}\p{Script=Common}]*$/u.test(question)) return undefined;
    try {
      return (await this.encoder.embed([question], AbortSignal.timeout(this.deadlineMs)))[0];
    } catch {
      return undefined;
    }
  }
}

function isSame(question: string, vector: Float32Array, kept: Kept): boolean {
  const similarity = vector.reduce((sum, value, at) => sum + value * kept.vector[at]!, 0);
  if (similarity < sameWithItsWords) return false;
  // Another number, day or denial: another question.
  if (
    foreignClaims(question, [kept.question]).length > 0 ||
    foreignClaims(kept.question, [question]).length > 0
  )
    return false;
  if (denies(question) !== denies(kept.question)) return false;
  return similarity >= surelySame || sameStems(question, kept.question);
}

/** An answer may have taken a word of the question that it was given to, a name for one: that belongs to whoever asked it. */
function hasTaken(answer: unknown, theirs: string, ours: string, context: string): boolean {
  const said = new Set(wordsOf(JSON.stringify(answer)));
  const known = new Set([...wordsOf(ours), ...wordsOf(context)]);
  return wordsOf(theirs).some((word) => said.has(word) && !known.has(word) && !everywhere.has(word));
}

function denies(question: string): boolean {
  return wordsOf(question).some(isNegation);
}

function sameStems(one: string, other: string): boolean {
  const [a, b] = [stemsOf(one), stemsOf(other)];
  return a.size === b.size && [...a].every((stem) => b.has(stem));
}

function stemsOf(text: string): Set<string> {
  return new Set(
    wordsOf(text)
      .filter((word) => !everywhere.has(word))
      .map((word) => word.slice(0, stemLength)),
  );
}

function wordsOf(text: string): string[] {
  return tokeniseText(text)
    .filter(({ kind }) => kind !== 'mark')
    .map((token) => token.text);
}
