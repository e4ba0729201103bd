import { IntentRecogniser } from '#libs/nlu';
import { linesOf, loadIntentCorpus } from './corpus.js';

interface HeldOut {
  text: string;
  /** Empty: none of our business. */
  intents: string[];
}

const { examples, outOfScope } = loadIntentCorpus();
const heldOut = linesOf(new URL('./heldout.tsv', import.meta.url)).map((line): HeldOut => {
  const [text = '', intents = ''] = line.split('\t');
  return { text, intents: intents === 'none' ? [] : intents.split(',') };
});
const labels = new Set(examples.map((example) => example.label));

describe('the intent corpus', () => {
  it('has enough to learn from for every intent', () => {
    const thin = [...labels].filter((label) => examples.filter((each) => each.label === label).length < 70);
    expect(labels.size).toBe(22);
    expect(thin).toEqual([]);
    expect(outOfScope.length).toBeGreaterThanOrEqual(250);
  });

  it('says nothing twice, within an intent or between two', () => {
    const texts = [...examples.map((example) => example.text), ...outOfScope].map(bare);
    expect(texts.filter((text, at) => text === '' || texts.indexOf(text) !== at)).toEqual([]);
  });
});

describe('the held-out set', () => {
  it('covers every intent, several at once, and what is none of our business', () => {
    const share = (kind: (each: HeldOut) => boolean) => heldOut.filter(kind).length / heldOut.length;
    expect(heldOut.length).toBeGreaterThanOrEqual(350);
    expect(new Set(heldOut.flatMap((each) => each.intents))).toEqual(labels);
    expect(share((each) => each.intents.length > 1)).toBeGreaterThan(0.15);
    expect(share((each) => each.intents.length === 0)).toBeGreaterThan(0.1);
  });

  it('holds no line that was trained on', () => {
    const trained = new Set([...examples.map((example) => example.text), ...outOfScope].map(bare));
    expect(heldOut.map((each) => bare(each.text)).filter((text) => trained.has(text))).toEqual([]);
  });
});

describe('a recogniser trained on the corpus, on the held-out set', () => {
  let heard: { text: string; meant: string[]; intents: string[] }[];

  beforeAll(() => {
    const recogniser = IntentRecogniser.train({ examples, outOfScope });
    heard = heldOut.map(({ text, intents }) => ({
      text,
      meant: intents,
      intents: recogniser.recognise(text).intents.map((intent) => intent.name),
    }));
  });

  const rightShare = (
    meant: (count: number) => boolean,
    right: (each: (typeof heard)[number]) => boolean,
  ) => {
    const asked = heard.filter((each) => meant(each.meant.length));
    return asked.filter(right).length / asked.length;
  };

  it('hears one intent as the first one meant', () => {
    const right = rightShare(
      (count) => count === 1,
      ({ meant, intents }) => intents[0] === meant[0],
    );
    expect(right).toBeGreaterThanOrEqual(0.9);
  });

  it('hears exactly the several intents of one message', () => {
    const right = rightShare(
      (count) => count > 1,
      ({ meant, intents }) => intents.toSorted().join() === meant.toSorted().join(),
    );
    expect(right).toBeGreaterThanOrEqual(0.65);
  });

  it('hears nothing in what is none of our business', () => {
    const right = rightShare(
      (count) => count === 0,
      ({ intents }) => intents.length === 0,
    );
    expect(right).toBeGreaterThanOrEqual(0.7);
  });
});

/** As compared for duplicates: lower case, without punctuation. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/\p{P}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
