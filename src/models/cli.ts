// `npm run prompts -- [--write | --check] | test [NAME]`: the prompts of the program against what has landed, and against a model.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCommand } from '#libs/command';
import { StartRefused } from '#libs/errors';
import { EndpointPool } from '#libs/llm';
import { Clock } from '#libs/time';
import { commandLines } from '../command-lines.js';
import { modelEndpoints, modelRoutes } from '../config/model-endpoints.js';
import { readSettings } from '../config/settings.js';
import { endRefused } from '../refusal.js';
import {
  changedPrompts,
  promptFiles,
  tryCases,
  type LandedPrompts,
  type PromptFile,
} from './prompt-cases.js';

/** From where it is run: the root of the repository. */
const landedFile = 'prompts.json';
const files = promptFiles(fileURLToPath(new URL('../..', import.meta.url)));

async function run(): Promise<void> {
  const { words, options } = readCommand(commandLines.prompts);
  if (words[0] === 'test') return testPrompts(words[1]);
  const landed = JSON.parse(readFileSync(landedFile, 'utf8')) as LandedPrompts;
  const faults = changedPrompts(files, landed);
  if (faults.length > 0) throw new StartRefused(faults.join('\n'));
  const added = files.filter(({ id }) => !(id in landed));
  if (options.write) {
    const all = Object.fromEntries(files.map(({ id, digest }) => [id, digest]));
    writeFileSync(landedFile, `${JSON.stringify(all, null, 2)}\n`);
  } else if (added.length > 0)
    throw new StartRefused(
      `Not in ${landedFile} yet: ${added.map(({ id }) => id).join(', ')}. npm run prompts -- --write`,
    );
  say(`${files.length} prompts, as they have landed.`);
}

/** Versions of one name stand below each other: that is the comparison. */
async function testPrompts(name: string | undefined): Promise<void> {
  const chosen = files.filter(({ prompt }) => name === undefined || prompt.name === name);
  if (chosen.length === 0) throw new StartRefused(`There is no prompt "${name}".`);
  const settings = readSettings(process.env);
  const pool = new EndpointPool(modelEndpoints(settings), new Clock());
  if (pool.isEmpty) return onlyForm(chosen);
  try {
    let failed = 0;
    for (const { id, prompt } of chosen) {
      const results = await tryCases(prompt, pool, modelRoutes(settings));
      const passed = results.filter((each) => each.passed).length;
      say(`${id}: ${passed} of ${results.length}`);
      for (const { input, got } of results.filter((each) => !each.passed))
        say(`  ${input}\n    -> ${JSON.stringify(got)}`);
      failed += results.length - passed;
    }
    if (failed > 0) throw new StartRefused(`${failed} cases failed.`);
  } finally {
    await pool.close();
  }
}

/** Without a model there is nobody to answer: that each case fills its prompt can be seen all the same. */
function onlyForm(chosen: readonly PromptFile[]): void {
  for (const { id, prompt } of chosen) {
    for (const { variables } of prompt.cases) prompt.filledWith(variables);
    say(`${id}: ${prompt.cases.length} cases fill it`);
  }
  say('MODELS is not set: no model was asked.');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await run();
} catch (error) {
  endRefused(error);
}
