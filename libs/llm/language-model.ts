import type { z } from 'zod';

export interface ModelRequest<Answer extends z.ZodType> {
  /** What the model is to do, in our words. */
  instruction: string;
  /** What a customer wrote: data, never instructions. */
  input: string;
  /** The only shape that an answer may have; anything else counts as no answer. */
  answer: Answer;
  /** Time limit of the whole request. */
  timeoutMs: number;
}

/**
 * An external language model. It may understand better than the embedded engine; it never gains authority: whatever it says is
 * validated, and writes still need the caller's permission and the person's yes.
 */
export abstract class LanguageModel {
  /** For logs and metrics. */
  abstract readonly name: string;

  /** The validated answer, or null when there was none in time or of the right shape. Never throws. */
  abstract ask<Answer extends z.ZodType>(request: ModelRequest<Answer>): Promise<z.output<Answer> | null>;
}

/** No external model is configured: the embedded engine stands alone. */
export class NoModel extends LanguageModel {
  readonly name = 'none';

  async ask(): Promise<null> {
    return null;
  }
}
