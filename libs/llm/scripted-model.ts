import type { z } from 'zod';
import { LanguageModel, type ModelRequest } from './language-model.js';

/** Answers what a test has scripted, in order, and keeps what it was asked. Runs dry into "no answer". */
export class ScriptedModel extends LanguageModel {
  readonly name = 'scripted';
  readonly asked: Omit<ModelRequest<z.ZodType>, 'answer' | 'timeoutMs' | 'signal'>[] = [];
  private readonly answers: unknown[];

  constructor(...answers: readonly unknown[]) {
    super();
    this.answers = [...answers];
  }

  async ask<Answer extends z.ZodType>(request: ModelRequest<Answer>): Promise<z.output<Answer> | null> {
    const { instruction, input, caller, reuse } = request;
    this.asked.push({ instruction, input, ...(caller && { caller }), ...(reuse && { reuse }) });
    return request.answer.safeParse(this.answers.shift()).data ?? null;
  }
}
