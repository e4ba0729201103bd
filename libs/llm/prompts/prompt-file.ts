// A prompt is a file `<anything>.v<version>.prompt.md` beside the code that asks. What a version says never changes once it has landed: the next
// one is another file. Its form:
//
//   ---
//   name: language.intents
//   version: 1
//   tier: fast
//   variables: intents
//   ---
//   The instruction, with {{intents}} where a variable goes.
//   ## Example   (any number of times; shown to the model)
//   ```json      { "input": "…", "answer": {…} }
//   ## Case      (any number of times; for `npm run prompts -- test`, never shown)
//   ```json      { "variables": {…}, "input": "…", "answer": {…} }
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { modelTiers, type FilledPrompt, type PromptExample } from './prompt.js';

export interface PromptCase extends PromptExample {
  variables: Record<string, string>;
}

const head = z.strictObject({
  name: z.string().regex(/^[a-z_]+(?:\.[a-z_]+)+$/, 'words with points between them'),
  version: z.coerce.number().int().min(1),
  tier: z.enum(modelTiers),
  variables: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean),
    ),
});
const example = z.strictObject({ input: z.string().min(1), answer: z.json() });
const testCase = example.extend({
  answer: z.record(z.string(), z.json()),
  variables: z.record(z.string(), z.string()).default({}),
});
const place = /\{\{([a-zA-Z]+)\}\}/g;
const whole = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;
const block = /^```json\n([\s\S]*?)\n```$/;

export class PromptInvalid extends Error {
  constructor(file: string, why: string) {
    super(`${file}: ${why}`);
    this.name = 'PromptInvalid';
  }
}

/** One version of a prompt. */
export class Prompt {
  private constructor(
    readonly name: string,
    readonly version: number,
    readonly tier: FilledPrompt['tier'],
    readonly variables: readonly string[],
    /** Places of variables included. */
    readonly text: string,
    readonly examples: readonly PromptExample[],
    readonly cases: readonly PromptCase[],
  ) {}

  /** @throws PromptInvalid where the file is not of the form, or names variables that it does not use, or uses others */
  static read(url: URL): Prompt {
    return Prompt.parse(readFileSync(url, 'utf8'), url.pathname.slice(url.pathname.lastIndexOf('/') + 1));
  }

  static parse(source: string, file: string): Prompt {
    const invalid = (why: string): PromptInvalid => new PromptInvalid(file, why);
    const parts = whole.exec(source.replaceAll('\r\n', '\n'));
    if (!parts) throw invalid('it begins with a head between two lines of ---');
    const [, top, body] = parts as unknown as [string, string, string];
    const fields = top.split('\n').map((line) => /^(\w+):\s*(.*)$/.exec(line) ?? []);
    const told = head.safeParse(Object.fromEntries(fields.map(([, key = '', value]) => [key, value])));
    if (!told.success) throw invalid(`its head: ${z.prettifyError(told.error)}`);
    const { name, version, tier, variables } = told.data;
    if (!file.endsWith(`.v${version}.prompt.md`))
      throw invalid(`its name does not end with .v${version}.prompt.md`);
    const [text = '', ...sections] = body.split(/^## /m);
    const used = new Set([...text.matchAll(place)].map(([, variable]) => variable!));
    const wrong = [...used]
      .filter((each) => !variables.includes(each))
      .concat(variables.filter((each) => !used.has(each)));
    if (wrong.length > 0)
      throw invalid(`variables that are named or used, but not both: ${wrong.join(', ')}`);
    const read = <Form extends z.ZodType>(title: string, form: Form): z.output<Form>[] =>
      sections
        .filter((section) => section.startsWith(`${title}\n`))
        .map((section) => {
          try {
            return form.parse(JSON.parse(block.exec(section.slice(title.length).trim())![1]!));
          } catch (error) {
            throw invalid(
              `a section "${title}" is not a block of JSON as it should be: ${(error as Error).message}`,
            );
          }
        });
    const stray = sections.find((section) => !/^(?:Example|Case)\n/.test(section));
    if (stray !== undefined) throw invalid(`what is "## ${stray.split('\n', 1)[0]}"?`);
    return new Prompt(
      name,
      version,
      tier,
      variables,
      text.trim(),
      read('Example', example),
      read('Case', testCase),
    );
  }

  /** @throws Error where a variable is missing or is none of it: a mistake in the program */
  filledWith(values: Readonly<Record<string, string>> = {}): FilledPrompt {
    const given = Object.keys(values);
    const wrong = given
      .filter((each) => !this.variables.includes(each))
      .concat(this.variables.filter((each) => !given.includes(each)));
    if (wrong.length > 0)
      throw new Error(`Prompt ${this.name}: ${wrong.join(', ')} missing, or none of its variables`);
    const { name, version, tier, examples } = this;
    return {
      name,
      version,
      tier,
      text: this.text.replace(place, (_all, variable: string) => values[variable]!),
      examples,
    };
  }
}
