import type { z } from 'zod';
import { LanguageModel, type ModelRequest } from './language-model.js';

/** Answers what a test has scripted, in order, and keeps what it was asked. Runs dry into "no answer". */
export class ScriptedModel extends LanguageModel {
  readonly name = 'scripted';
  readonly asked: Pick<ModelRequest<z.ZodType>, 'instruction' | 'input'>[] = [];
  private readonly answers: unknown[];

  constructor(...answers: readonly unknown[]) {
    super();
    this.answers = [...answers];
  }

  async ask<Answer extends z.ZodType>({
    instruction,
    input,
    answer,
  }: ModelRequest<Answer>): Promise<z.output<Answer> | null> {
    this.asked.push({ instruction, input });
    return answer.safeParse(this.answers.shift()).data ?? null;
  }
}
