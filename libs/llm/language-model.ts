import { z } from 'zod';
import type { ReplyLanguage } from '#libs/format';
import { foreignClaims } from './facts/foreign-claims.js';
import type { FilledPrompt } from './prompts/prompt.js';
import { writtenInstruction } from './prompts/instruction.js';

/** For whom a model is asked: whose budget it is, and what of the text is theirs. */
export interface ModelCaller {
  /** Which agent asks, for the figures. */
  agent?: string;
  customerId?: string;
  conversationId?: string;
  /** Names, addresses and the like that are known to be theirs: they leave the program as placeholders only. */
  personal?: readonly string[];
}

/**
 * Whose an answer is, so that it may be given again. `public`: anybody who asks the same may have it, provided that nothing personal was in
 * the question. `customer`: only the same customer, for a short while.
 */
export interface AnswerReuse {
  scope: 'public' | 'customer';
  /** Of everything the answer was made of: documents, catalogue, prices. Another version, another answer. */
  versions: readonly string[];
}

export interface ModelRequest<Answer extends z.ZodType> {
  /** What the model is to do, in our words: a text, or a prompt with its variables filled in. */
  instruction: string | FilledPrompt;
  /** What a customer wrote: data, never instructions. */
  input: string;
  /** The only shape that an answer may have; anything else counts as no answer. */
  answer: Answer;
  /** Time limit of the whole request, whatever is tried within it. */
  timeoutMs: number;
  /** Without one it is nobody's: only what all may spend together bounds it. */
  caller?: ModelCaller;
  /** Without it an answer is given once. */
  reuse?: AnswerReuse;
  /** Gives up. */
  signal?: AbortSignal;
}

export interface WordingRequest {
  /** What the customer asked, in their words. */
  question: string;
  /** All that may be said, a sentence each, in any of our languages. Figures that the question names are no facts. */
  facts: readonly string[];
  language: ReplyLanguage;
  timeoutMs: number;
  /** Another way to put it than the lib's own; its variables are the caller's. */
  instruction?: string | FilledPrompt;
  caller?: ModelCaller;
  reuse?: AnswerReuse;
  signal?: AbortSignal;
}

/** Characters of a worded answer: longer than anything that a chat should say. */
const mostWords = 1_200;
const worded = z.object({ text: z.string().trim().min(1).max(mostWords) });

/**
 * An external language model. It may understand better than the embedded engine; it never gains authority: whatever it says is
 * validated, and writes still need the caller's permission and the person's yes.
 */
export abstract class LanguageModel {
  /** For logs and metrics. */
  abstract readonly name: string;

  /** The validated answer, or null when there was none in time or of the right shape. Never throws. */
  abstract ask<Answer extends z.ZodType>(request: ModelRequest<Answer>): Promise<z.output<Answer> | null>;

  /**
   * The facts as an answer to the question; null when there is none, or when it says a number, price, day, promise, reference or link that
   * is not in the facts. The caller then says what it would have said without a model. Never throws.
   */
  async word(request: WordingRequest): Promise<string | null> {
    const { question, facts, language, instruction = writtenInstruction(language), ...rest } = request;
    const input = JSON.stringify({ question, facts });
    const text = (await this.ask({ ...rest, instruction, input, answer: worded }))?.text;
    return text !== undefined && foreignClaims(text, facts).length === 0 ? text : null;
  }
}

/** No external model is configured: the embedded engine stands alone. */
export class NoModel extends LanguageModel {
  readonly name = 'none';

  async ask(): Promise<null> {
    return null;
  }
}
