import { everydayLines, loadDangerCorpus } from './danger-corpus.js';
import { dangerKinds } from '../../conversations/conversation.entity.js';
import { heldOutDangers, heldOutHarmless } from './heldout-danger.js';

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim(); // prettier-ignore
const examples = loadDangerCorpus();

describe('the danger corpus', () => {
  it('has lines of every kind, in each way of writing, and harmless ones', () => {
    expect(new Set(examples.map(({ label }) => label))).toEqual(new Set([...dangerKinds, 'harmless']));
    for (const kind of dangerKinds) {
      const own = examples.filter(({ label }) => label === kind).map(({ text }) => text);
      expect(own.filter((text) => /[\u0900-\u097f]/.test(text)).length).toBeGreaterThan(40);
      expect(own.length).toBeGreaterThan(300);
    }
  });

  it('fills every slot, and gives the same lines each time', () => {
    expect(examples.filter(({ text }) => /[{}|]/.test(text))).toEqual([]);
    expect(loadDangerCorpus()).toEqual(examples);
  });

  it('calls no line dangerous and harmless at once', () => {
    const harmless = new Set(
      examples.filter(({ label }) => label === 'harmless').map(({ text }) => bare(text)),
    );
    const dangers = examples.filter(({ label }) => label !== 'harmless');
    expect(dangers.filter(({ text }) => harmless.has(bare(text)))).toEqual([]);
  });
});

describe('what the reader is measured with', () => {
  const sets = ['tuning', 'test'] as const;

  it('is enough to tell 98 from 99 per cent, in both sets', () => {
    for (const set of sets) {
      expect(heldOutDangers(set).length).toBeGreaterThanOrEqual(150);
      expect(Object.values(heldOutHarmless(set)).flat().length).toBeGreaterThanOrEqual(2_000);
    }
  });

  it('holds no line that is learned', () => {
    const learned = new Set(examples.map(({ text }) => bare(text)));
    const measured = sets.flatMap((set) => [
      ...heldOutDangers(set).map(({ text }) => text),
      ...Object.values(heldOutHarmless(set)).flat(),
    ]);
    expect(measured.filter((text) => learned.has(bare(text)))).toEqual([]);
  });

  it('shares no everyday line between learning and measuring', () => {
    const learned = new Set(everydayLines('learned'));
    expect(learned.size).toBeGreaterThan(3_000);
    expect(everydayLines('measured').filter((line) => learned.has(line))).toEqual([]);
  });
});
