// The prompts of the program as files: found, compared with what has landed, and tried on their cases.
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  PersonalMask,
  Prompt,
  structuredAnswer,
  type EndpointPool,
  type ModelTier,
  type TryMeter,
} from '#libs/llm';

/** Digests of the versions that have landed, by `name@version`. */
export type LandedPrompts = Readonly<Record<string, string>>;

export interface PromptFile {
  prompt: Prompt;
  /** `name@version`. */
  id: string;
  digest: string;
}

export interface CaseResult {
  input: string;
  passed: boolean;
  /** What came: the answer, or why there was none. */
  got: unknown;
}

const timeoutMs = 30_000;

/**
 * Every prompt of a program, by name and version.
 * @param folder in which `src` and `libs` are
 * @throws PromptInvalid for a file that is not of the form, Error where two files are one version
 */
export function promptFiles(folder: string): PromptFile[] {
  const files = globSync('{src,libs}/**/*.prompt.md', { cwd: folder }).map((path): PromptFile => {
    const url = new URL(path, pathToFileURL(`${folder}/`));
    const prompt = Prompt.read(url);
    const digest = createHash('sha256').update(readFileSync(url)).digest('hex').slice(0, 16);
    return { prompt, id: `${prompt.name}@${prompt.version}`, digest };
  });
  const sorted = files.toSorted(
    (a, b) => a.prompt.name.localeCompare(b.prompt.name) || a.prompt.version - b.prompt.version,
  );
  const twice = sorted.find(({ id }, at) => id === sorted[at + 1]?.id);
  if (twice) throw new Error(`${twice.id} is in two files.`);
  return sorted;
}

/** What is wrong with the files, measured by what has landed: a version never changes, and never goes. */
export function changedPrompts(files: readonly PromptFile[], landed: LandedPrompts): string[] {
  const found = new Map(files.map(({ id, digest }) => [id, digest]));
  return Object.entries(landed).flatMap(([id, digest]) => {
    if (!found.has(id)) return [`${id} has landed, and its file is gone`];
    return found.get(id) === digest
      ? []
      : [`${id} has landed and was changed since: write the next version beside it`];
  });
}

/** Asks the models of the pool as the program would, without budgets. A case is passed when the answer has what it expects; it may have more. */
export async function tryCases(
  prompt: Prompt,
  pool: EndpointPool,
  tierOf: ReadonlyMap<string, ModelTier>,
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const tier = tierOf.get(prompt.name) ?? prompt.tier;
  for (const { variables, input, answer } of prompt.cases) {
    const { text, examples } = prompt.filledWith(variables);
    // The program's own schema is code; here a model is told which fields there are, and may write into them what it likes.
    const fields = z.looseObject(
      Object.fromEntries(Object.keys(answer as object).map((field) => [field, z.json()])),
    );
    const pooled = { tier, meter: free, signal: AbortSignal.timeout(timeoutMs) };
    const got: unknown = await structuredAnswer(
      { instruction: text, examples, input, answer: fields },
      new PersonalMask(),
      (call) => pool.complete(call, pooled),
    ).catch((error: Error) => error.message);
    results.push({ input, passed: hasAll(got, answer as Record<string, unknown>), got });
  }
  return results;
}

const free: TryMeter = { open: async () => ({ close: async () => undefined }) };

function hasAll(got: unknown, expected: Readonly<Record<string, unknown>>): boolean {
  if (typeof got !== 'object' || got === null) return false;
  return Object.entries(expected).every(([field, value]) =>
    isDeepStrictEqual((got as Record<string, unknown>)[field], value),
  );
}
