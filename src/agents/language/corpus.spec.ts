import { IntentRecogniser } from '#libs/nlu';
import { intentLearning, loadIntentCorpus } from './corpus.js';
import { loadHeldOut, type HeldOutLine } from './held-out.js';

const { examples, outOfScope } = loadIntentCorpus();
/** In the voice of those who wrote the corpus, and in another one. */
const heldOut = { own: loadHeldOut('heldout.tsv'), situations: loadHeldOut('heldout-situations.tsv') };
const everyHeldOut = [...heldOut.own, ...heldOut.situations];
const labels = new Set(examples.map((example) => example.label));

describe('the intent corpus', () => {
  it('has enough to learn from for every intent', () => {
    const thin = [...labels].filter((label) => examples.filter((each) => each.label === label).length < 200);
    expect(labels.size).toBe(26);
    expect(thin).toEqual([]);
    expect(outOfScope.length).toBeGreaterThanOrEqual(1500);
  });

  it('says nothing twice, within an intent or between two', () => {
    const texts = [...examples.map((example) => example.text), ...outOfScope].map(bare);
    const seen = new Set<string>();
    const repeated = texts.filter((text) => text === '' || seen.size === seen.add(text).size);
    expect(repeated).toEqual([]);
  });
});

describe('the held-out sets', () => {
  it('cover every intent, several at once, and what is none of our business', () => {
    const share = (kind: (each: HeldOutLine) => boolean) =>
      heldOut.own.filter(kind).length / heldOut.own.length;
    expect(heldOut.own.length).toBeGreaterThanOrEqual(350);
    expect(heldOut.situations.length).toBeGreaterThanOrEqual(390);
    expect(new Set(heldOut.situations.flatMap((each) => each.intents))).toEqual(labels);
    expect(share((each) => each.intents.length > 1)).toBeGreaterThan(0.15);
    expect(share((each) => each.intents.length === 0)).toBeGreaterThan(0.1);
  });

  it('hold no line that was trained on', () => {
    const trained = new Set([...examples.map((example) => example.text), ...outOfScope].map(bare));
    expect(everyHeldOut.map((each) => bare(each.text)).filter((text) => trained.has(text))).toEqual([]);
  });
});

describe('a recogniser trained on the corpus', () => {
  type Heard = HeldOutLine & { heard: string[] };
  let own: Heard[];
  let situations: Heard[];

  beforeAll(() => {
    const recogniser = IntentRecogniser.train({ examples, outOfScope }, intentLearning);
    const hear = (each: HeldOutLine): Heard => ({
      ...each,
      heard: recogniser.recognise(each.text).intents.map((intent) => intent.name),
    });
    own = heldOut.own.map(hear);
    situations = heldOut.situations.map(hear);
  });

  it('hears one intent as the first one meant', () => {
    const one = (all: readonly Heard[]) => all.filter(({ intents }) => intents.length === 1);
    const isRight = ({ intents, heard }: Heard) => heard[0] === intents[0];
    expect(shareOf(one(own), isRight)).toBeGreaterThanOrEqual(0.9);
    expect(shareOf(one(situations), isRight)).toBeGreaterThanOrEqual(0.8);
  });

  it.each([
    ['change booking', 0.7],
    ['drop booking', 0.7],
    ['report visit', 0.8],
    ['ask complaint', 0.8],
    ['ask callback', 0.8],
    ['ask human', 0.8],
    ['rate visit', 0.7],
    ['ask invoice', 0.7],
  ])('hears most of "%s"', (situation, floor) => {
    const all = situations.filter((each) => each.situation === situation);
    expect(shareOf(all, ({ intents, heard }) => heard[0] === intents[0])).toBeGreaterThanOrEqual(floor);
  });

  it('hears exactly the several intents of one message', () => {
    const isRight = ({ intents, heard }: Heard) => heard.toSorted().join() === intents.toSorted().join();
    const several = own.filter(({ intents }) => intents.length > 1);
    expect(shareOf(several, isRight)).toBeGreaterThanOrEqual(0.65);
  });

  it('hears nothing in what is none of our business', () => {
    const foreign = [...own, ...situations].filter(({ intents }) => intents.length === 0);
    expect(shareOf(foreign, ({ heard }) => heard.length === 0)).toBeGreaterThanOrEqual(0.9);
  });
});

function shareOf<T>(all: readonly T[], is: (each: T) => boolean): number {
  return all.filter(is).length / all.length;
}

/** As compared for duplicates: lower case, without punctuation. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/\p{P}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
