import { Prompt, PromptInvalid } from './prompt-file.js';

const file = 'intents.v2.prompt.md';
const source = (
  head = 'name: language.intents\nversion: 2\ntier: fast\nvariables: intents',
  body = 'Only from: {{intents}}.\n',
) => `---\n${head}\n---\n${body}`;
const sections =
  '\n## Example\n\n```json\n{ "input": "forget it", "answer": { "intents": ["cancel"] } }\n```\n\n## Case\n\n```json\n{ "variables": { "intents": "a, b" }, "input": "x", "answer": {} }\n```\n';

it('has its variables filled in, and shows its examples', () => {
  const prompt = Prompt.parse(source(undefined, `Only from: {{intents}}.\n${sections}`), file);
  expect(prompt.filledWith({ intents: 'a, {{intents}}' })).toEqual({
    name: 'language.intents',
    version: 2,
    tier: 'fast',
    text: 'Only from: a, {{intents}}.',
    examples: [{ input: 'forget it', answer: { intents: ['cancel'] } }],
  });
  expect(prompt.cases).toEqual([{ variables: { intents: 'a, b' }, input: 'x', answer: {} }]);
});

it('is not sent with a variable missing, or with one that it has not', () => {
  const prompt = Prompt.parse(source(), file);
  expect(() => prompt.filledWith()).toThrow('intents');
  expect(() => prompt.filledWith({ intents: 'a', other: 'b' })).toThrow('other');
});

it.each([
  ['no head', 'Only this.', 'head'],
  ['no name', source('version: 2\ntier: fast'), 'name'],
  ['another tier', source('name: a.b\nversion: 2\ntier: huge\nvariables: intents'), 'tier'],
  ['a field of nobody', source('name: a.b\nversion: 2\ntier: fast\nvariables: intents\nmodel: gpt'), 'model'],
  ['another version', source('name: a.b\nversion: 3\ntier: fast\nvariables: intents'), 'v3'],
  ['a variable that is not used', source(undefined, 'Nothing.'), 'intents'],
  ['a variable that is not named', source(undefined, '{{intents}} {{more}}'), 'more'],
  ['a section of nobody', source(undefined, '{{intents}}\n## Exmaple\n'), 'Exmaple'],
  [
    'an example that is no JSON',
    source(undefined, '{{intents}}\n## Example\n\n```json\n{\n```\n'),
    'Example',
  ],
])('refuses a file with %s', (_what, text, why) => {
  expect(() => Prompt.parse(text, file)).toThrow(PromptInvalid);
  expect(() => Prompt.parse(text, file)).toThrow(why);
});
