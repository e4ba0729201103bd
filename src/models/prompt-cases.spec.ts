import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EndpointPool, modelEndpointForm } from '#libs/llm';
import { FixedClock } from '#libs/time';
import { standardNow } from '../../test/support/app.js';
import { modelFaults, says, startModelServer } from '../../test/support/model-server.js';
import { changedPrompts, promptFiles, tryCases } from './prompt-cases.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prompts-'));
  mkdirSync(join(folder, 'src'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (version: number, text = 'Name it.', name = 'a.b') =>
  writeFileSync(
    join(folder, 'src', `one.v${version}.prompt.md`),
    `---\nname: ${name}\nversion: ${version}\ntier: fast\n---\n${text}\n\n## Case\n\n\`\`\`json\n{ "input": "x", "answer": { "is": 1 } }\n\`\`\`\n`,
  );

it('a version that has landed stays as it is', () => {
  write(1);
  write(2, 'Name it well.');
  const landed = Object.fromEntries(promptFiles(folder).map(({ id, digest }) => [id, digest]));
  expect(Object.keys(landed)).toEqual(['a.b@1', 'a.b@2']);
  expect(changedPrompts(promptFiles(folder), landed)).toEqual([]);
  write(3);
  expect(changedPrompts(promptFiles(folder), landed)).toEqual([]);
  write(1, 'Name it otherwise.');
  rmSync(join(folder, 'src', 'one.v2.prompt.md'));
  expect(changedPrompts(promptFiles(folder), landed)).toEqual([
    expect.stringContaining('a.b@1 has landed and was changed'),
    expect.stringContaining('a.b@2 has landed, and its file is gone'),
  ]);
});

it('two files are not one version', () => {
  write(1);
  writeFileSync(
    join(folder, 'src', 'two.v1.prompt.md'),
    '---\nname: a.b\nversion: 1\ntier: fast\n---\nSo.\n',
  );
  expect(() => promptFiles(folder)).toThrow('a.b@1');
});

it('a case is passed by an answer that has what it expects', async () => {
  write(1);
  const [{ prompt }] = promptFiles(folder) as [ReturnType<typeof promptFiles>[number]];
  const server = await startModelServer();
  const endpoint = {
    name: 'one',
    provider: 'openai',
    model: 'm',
    baseUrl: server.baseUrl('openai'),
    tiers: ['fast'],
  };
  const pool = new EndpointPool([modelEndpointForm.parse(endpoint)], new FixedClock(standardNow));
  const trial = async () => (await tryCases(prompt, pool, new Map()))[0];
  server.answer(says({ is: 1, more: 2 }), says({ is: 2 }), modelFaults.refusal);
  expect(await trial()).toMatchObject({ passed: true });
  expect(await trial()).toMatchObject({ passed: false, got: { is: 2 } });
  expect(await trial()).toMatchObject({ passed: false, got: expect.stringContaining('refused') });
  await pool.close();
  await server.close();
});

it('those of the program are of the form', () => {
  expect(promptFiles('.').map(({ id }) => id)).toEqual(['answers.word@1', 'language.intents@1']);
});
