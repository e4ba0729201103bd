import { NoModel, ScriptedModel } from './index.js';

const facts = ['A visit is cancelled free of charge up to 24 hours before.', '24 घंटे पहले तक रद्द करना मुफ़्त है।'];
const wording = {
  question: 'till when can I cancel for 3 visits?',
  facts,
  language: 'en' as const,
  timeoutMs: 1_000,
};

it('words an answer from the facts, which are all that may be said', async () => {
  const model = new ScriptedModel(
    { text: ' Until 24 hours before. ' },
    { text: 'Until 3 hours before.' },
    { text: '' },
    'no',
  );
  expect(await model.word(wording)).toBe('Until 24 hours before.');
  expect(await model.word(wording)).toBeNull();
  expect(await model.word(wording)).toBeNull();
  expect(await model.word(wording)).toBeNull();
  expect(await model.word(wording)).toBeNull();
});

it('is told the language, the question and the facts, the latter two as data', async () => {
  const model = new ScriptedModel();
  const reuse = { scope: 'public' as const, versions: ['4'] };
  await model.word({ ...wording, language: 'hi', caller: { agent: 'policy' }, reuse });
  await model.word({ ...wording, reuse });
  const [hindi, english] = model.asked as [(typeof model.asked)[number], (typeof model.asked)[number]];
  expect(hindi.instruction).toMatchObject({
    name: 'answers.word',
    text: expect.stringContaining('Devanagari'),
  });
  expect(JSON.parse(hindi.input)).toEqual({ question: wording.question, facts });
  expect(hindi.caller).toEqual({ agent: 'policy' });
  // Only questions in English are compared by what they mean.
  expect(hindi.reuse).toEqual({ ...reuse, similar: undefined });
  expect(english.reuse!.similar).toEqual({ question: wording.question, context: facts.join('\n') });
});

it('says nothing where there is no model', async () => {
  expect(await new NoModel().word(wording)).toBeNull();
});
