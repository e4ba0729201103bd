// Prompts are files beside the code that asks: versioned, with their variables, examples and cases.

/** How much a task needs of a model; which endpoints are of which tier is configured. */
export const modelTiers = ['fast', 'balanced', 'strong'] as const;
export type ModelTier = (typeof modelTiers)[number];

export interface PromptExample {
  input: string;
  /** As JSON. */
  answer: unknown;
}

/** A prompt with its variables filled in: what is sent. */
export interface FilledPrompt {
  /** What it is for, such as `language.intents`: costs and calls are counted by it. */
  readonly name: string;
  readonly version: number;
  readonly tier: ModelTier;
  readonly text: string;
  readonly examples: readonly PromptExample[];
}
