// Answers of models that may be given again. What a key carries decides who can ever get one: whose it is, what is asked, and the version of all
// that it was made of. Nothing personal is in what everybody shares: a question with anything personal in it is no public one.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SharedCache } from '#libs/cache';
import type { AnswerReuse, FilledPrompt, ModelCaller } from '#libs/llm';
import { normaliseText, SentenceEncoder } from '#libs/nlu';
import { Clock, minuteMs } from '#libs/time';
import { Settings } from '../config/settings.js';
import { SimilarQuestions } from './similar-questions.js';

export interface CachedQuestion {
  prompt: FilledPrompt;
  /** The JSON Schema of the answer. */
  shape: unknown;
  input: string;
  /** Whether personal data was found in the input. */
  isPersonal: boolean;
  caller: ModelCaller | undefined;
  reuse: AnswerReuse | undefined;
}

export interface CachedAnswer {
  /** Null where the model gave none. */
  answer: unknown;
  isCached: boolean;
}

/** The answers to one customer are for saying the same again, not for keeping. */
const ownMs = 10 * minuteMs;
const everybodys = 'model-answers';
const tagOf = (customerId: string): string => `${everybodys}-${customerId}`;

@Injectable()
export class AnswerCache {
  private readonly publicMs: number;
  private readonly similar: SimilarQuestions;

  constructor(
    private readonly cache: SharedCache,
    encoder: SentenceEncoder,
    clock: Clock,
    settings: Settings,
  ) {
    this.publicMs = settings.MODEL_CACHE_MINUTES * minuteMs;
    this.similar = new SimilarQuestions(encoder, clock, this.publicMs);
  }

  /** The answer that is kept, or that of `ask`, which is then kept where it may be. Who asks the same meanwhile waits for the same answer. */
  async answerTo(asked: CachedQuestion, ask: () => Promise<unknown>): Promise<CachedAnswer> {
    const tag = this.tagFor(asked);
    if (!tag) return { answer: await ask(), isCached: false };
    let isCached = true;
    const askOnce = async (): Promise<unknown> => {
      isCached = false;
      // The cache keeps no `undefined`.
      return (await ask()) ?? undefined;
    };
    const isPublic = tag === everybodys;
    const answer = await this.cache.getOrSet(
      `${tag}:${keyOf(asked)}`,
      isPublic ? this.publicMs : ownMs,
      () => (isPublic ? this.orSimilar(asked, askOnce) : askOnce()),
    );
    return { answer: answer ?? null, isCached };
  }

  /** To be called when the customer is erased. What everybody shares has nothing of theirs. */
  async forget(customerId: string): Promise<void> {
    await this.cache.invalidate(tagOf(customerId));
  }

  /** Who shares the answer; undefined where nobody may. */
  private tagFor({ reuse, isPersonal, caller }: CachedQuestion): string | undefined {
    if (!reuse || this.publicMs === 0) return undefined;
    if (reuse.scope === 'public' && !isPersonal) return everybodys;
    return caller?.customerId && tagOf(caller.customerId);
  }

  private async orSimilar(asked: CachedQuestion, ask: () => Promise<unknown>): Promise<unknown> {
    const { similar } = asked.reuse!;
    if (!similar) return ask();
    const comparable = {
      bucket: bucketOf(asked, similar.context),
      context: similar.context,
      question: similar.question,
    };
    const known = await this.similar.find(comparable);
    if (known !== undefined) return known;
    const answer = await ask();
    if (answer !== undefined) await this.similar.keep(comparable, answer);
    return answer;
  }
}

/** Everything but the words of the question. */
function bucketOf({ prompt, shape, reuse }: CachedQuestion, context: string): string {
  const { name, version, text } = prompt;
  return hashOf([name, version, text, shape, reuse!.versions, context]);
}

/** Capitals, marks and spaces apart, the very question. */
function keyOf(asked: CachedQuestion): string {
  const words = normaliseText(asked.reuse?.similar?.question ?? asked.input)
    .replace(/[^\p{L}\p{M}\p{N}₹%]+/gu, ' ')
    .trim();
  return hashOf([bucketOf(asked, asked.reuse?.similar?.context ?? ''), words]);
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
