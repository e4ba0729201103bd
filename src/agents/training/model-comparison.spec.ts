import { IntentRecogniser } from '#libs/nlu';
import { compareModels, isHeard, readLines } from './model-comparison.js';

const shipped = { id: null, number: null };
const nothing = { lines: [], heard: [], before: [] };

describe('a line', () => {
  it.each([
    [['book'], ['book', 'greet'], true],
    [['book'], ['greet', 'book'], false],
    [['book'], [], false],
    [['book', 'cancel'], ['cancel', 'book'], true],
    [['book', 'cancel'], ['book'], false],
    [[], [], true],
    [[], ['book'], false],
  ])('of %j that is heard as %j is right: %s', (intents, heard, isRight) => {
    expect(isHeard({ text: 'a', intents }, heard)).toBe(isRight);
  });
});

describe('a comparison', () => {
  const lines = [
    { text: 'fix it', intents: ['book'] },
    { text: 'drop it', intents: ['cancel'] },
    { text: 'fix this, drop that', intents: ['book', 'cancel'] },
    { text: 'cricket', intents: [] },
  ];
  const heldOut = {
    lines,
    heard: [['book'], ['book'], ['book', 'cancel'], []],
    before: [['book'], ['cancel'], ['book'], ['book']],
  };

  it('tells shares, gains and losses by intent, and what changed, lost lines first', () => {
    const compared = compareModels(shipped, heldOut, nothing);
    expect(compared.heldOut).toEqual({ lines: 4, accuracy: 0.75, before: 0.5 });
    expect(compared.noneRejected).toEqual({ lines: 1, rate: 1, before: 0 });
    expect(compared.examples).toBeNull();
    expect(compared.intents).toEqual([
      { intent: 'book', lines: 2, right: 2, before: 1 },
      { intent: 'cancel', lines: 2, right: 1, before: 1 },
      { intent: 'none', lines: 1, right: 1, before: 0 },
    ]);
    expect(compared.changed.map(({ text, isRight, wasRight }) => [text, isRight, wasRight])).toEqual([
      ['drop it', false, true],
      ['fix this, drop that', true, false],
      ['cricket', true, false],
    ]);
  });

  it('names examples by their id, and tells at most 200 lines', () => {
    const examples = Array.from({ length: 300 }, (_, at) => ({
      id: `${at}`,
      text: 'said',
      intents: ['book'],
    }));
    const heard = examples.map(() => ['book']);
    const before = examples.map(() => []);
    const {
      changed,
      changedCount,
      examples: share,
    } = compareModels(shipped, nothing, { lines: examples, heard, before });
    expect([changed.length, changedCount, share]).toEqual([200, 300, { lines: 300, accuracy: 1, before: 0 }]);
    expect(changed[0]).toMatchObject({ text: null, exampleId: '0' });
  });
});

it('reads lines as they are heard, and stops when it is told to', async () => {
  const examples = [
    ...['my tap leaks', 'the pipe drips', 'fix the tap'].map((text) => ({ text, label: 'repair' })),
    ...['cancel it', 'drop the visit', 'do not come'].map((text) => ({ text, label: 'cancel' })),
  ];
  const recogniser = IntentRecogniser.train({ examples }, { threshold: 0 });
  const lines = examples.map(({ text, label }) => ({ text, intents: [label] }));
  const heard = await readLines(recogniser, lines, new AbortController().signal);
  expect(heard).toEqual(examples.map(({ label }) => [label]));
  await expect(readLines(recogniser, lines, AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
    'stopped',
  );
});
