// Where the threshold comes from: pairs that a person calls one matter, and pairs that they do not, told in other words than each other.
import { openEncoder, type SentenceEncoder } from '#libs/nlu';
import { standardNow } from '../../../test/support/app.js';
import { dayMs } from '#libs/time';
import { alikeFrom, complaintLikeness, type ComparedComplaint } from './complaint-likeness.js';
import { likenessOf, TextComparer } from './text-vectors.js';

type Tie = 'visit' | 'provider' | 'service' | 'none';
/** What ties them, the days between them, and what each says. */
type Pair = [tie: Tie, days: number, one: string, other: string];

const oneMatter: Pair[] = [
  ['visit', 0, 'The plumber did not come', 'Nobody showed up for my 10 am visit'],
  ['visit', 1, 'Tap leaks again. By evening it dripped.', 'The tap that was repaired is dripping once more'],
  ['visit', 3, 'I was charged 900 instead of 600', 'The bill is higher than the price I agreed to'],
  ['visit', 2, 'He broke a tile in the bathroom', 'A floor tile was cracked by your man, who pays?'],
  ['visit', 5, 'AC does not cool after the service', 'Still no cooling from the air conditioner'],
  ['visit', 0, 'plumber nahi aaya abhi tak', 'abhi tak koi plumber nahi aaya'],
  [
    'visit',
    1,
    'Cleaning was done badly, kitchen still greasy',
    'The kitchen is full of grease after the cleaning',
  ],
  ['visit', 0, 'The technician was two hours late', 'He came two hours after the time'],
  ['visit', 6, 'Refund not received', 'Where is my refund? It has not come'],
  ['provider', 1, 'Ravi shouted at my mother', 'Ravi was rude and shouted at us'],
  ['provider', 0, 'Electrician did not arrive', 'The electrician has not arrived yet'],
  ['provider', 2, 'Switch sparks after the repair', 'The repaired switch is sparking'],
  ['service', 1, 'Geyser repair: no hot water still', 'No hot water after the geyser repair'],
  ['service', 0, 'App shows the wrong time for my visit', 'The time of my visit is wrong in the app'],
  ['none', 0, 'I was charged twice for the same booking', 'Charged twice for one booking'],
  ['none', 1, 'Payment was taken but no booking was made', 'Money was taken and there is no booking'],
  ['none', 0, 'The app logs me out all the time', 'The app keeps logging me out all the time'],
  ['visit', 4, 'Paint is peeling off the wall already', 'The new paint peels off'],
  ['visit', 1, 'They left the balcony dirty', 'Balcony was not cleaned at all'],
  ['provider', 1, 'He asked for cash beyond the bill', 'He wanted extra cash that is not on the bill'],
];
const twoMatters: Pair[] = [
  ['visit', 12, 'The plumber was late', 'The pipe burst and flooded the kitchen'],
  ['visit', 9, 'Invoice is missing', 'He damaged the wash basin'],
  ['provider', 20, 'He came late', 'The invoice has the wrong name'],
  ['provider', 9, 'Fan makes noise after the repair', 'I was charged too much'],
  ['provider', 14, 'Nobody came', 'The tap drips again'],
  ['service', 5, 'Sofa is still stained', 'The cleaner was rude to my father'],
  ['service', 12, 'AC leaks water', 'I want to change my address'],
  ['service', 8, 'Technician did not come', 'The gas smells after the service'],
  ['service', 3, 'The bill is wrong', 'The drill broke a pipe'],
  ['none', 0, 'The app crashes on payment', 'The plumber did not come'],
  ['none', 1, 'My coupon does not work', 'The electrician was rude'],
  ['none', 4, 'Geyser gives a shock', 'The carpenter was late'],
  ['none', 10, 'The tap drips', 'Where is my refund'],
  ['none', 0, 'I cannot log in', 'Kitchen cleaning was bad'],
  ['none', 25, 'Visit was late', 'Visit was cancelled without a word'],
  ['service', 15, 'Bathroom cleaning left stains on the mirror', 'The cleaner stole my ring'],
  ['provider', 25, 'He left early', 'The switch he changed sparks'],
  ['none', 2, 'Wrong amount on the invoice', 'Nobody came for the AC'],
  ['visit', 15, 'He did not bring tools', 'Refund has not arrived'],
  ['none', 6, 'Pest control had no effect', 'The painter was rude'],
];

const what = { booking: 'visit', provider: 'provider', service: 'service' };
const sides: Record<Tie, [object, object]> = {
  visit: [{}, {}],
  provider: [{}, { booking: 'another', service: 'another' }],
  service: [{}, { booking: 'another', provider: 'another' }],
  none: [
    { booking: null, provider: null, service: null },
    { booking: null, provider: null, service: null },
  ],
};

async function scores(encoder: SentenceEncoder, pairs: Pair[]): Promise<number[]> {
  const { vectors, scale } = await new TextComparer(encoder).read(
    pairs.flatMap(([, , one, other]) => [one, other]),
  );
  return pairs.map(([tie, days], index) => {
    const [one, other] = sides[tie].map((side, nth) => ({
      ...what,
      ...side,
      createdAt: new Date(standardNow.getTime() + nth * days * dayMs),
    })) as [ComparedComplaint, ComparedComplaint];
    const words = likenessOf(vectors[2 * index]!, vectors[2 * index + 1]!, scale);
    return complaintLikeness(one, other, words).score;
  });
}

/** Levels that were set before anything was measured. */
describe.each([
  ['auto' as const, { precision: 0.9, recall: 0.8 }],
  ['off' as const, { precision: 0.85, recall: 0.6 }],
])('with the sentence encoder %s', (mode, level) => {
  it('complaints that are one matter are told from such as are two', async () => {
    const encoder = openEncoder(mode);
    const [same, apart] = [await scores(encoder, oneMatter), await scores(encoder, twoMatters)];
    const found = same.filter((score) => score >= alikeFrom).length;
    const wrong = apart.filter((score) => score >= alikeFrom).length;
    const measured = { precision: found / Math.max(1, found + wrong), recall: found / same.length };
    console.info(`similar complaints, encoder ${mode}: precision ${measured.precision.toFixed(2)}, recall ${measured.recall.toFixed(2)}`); // prettier-ignore
    expect(measured.precision).toBeGreaterThanOrEqual(level.precision);
    expect(measured.recall).toBeGreaterThanOrEqual(level.recall);
    if ('close' in encoder) await (encoder as { close(): Promise<void> }).close();
  });
});

it('is never so of what is more than thirty days apart, nor more than words and ties allow', () => {
  const one = { ...what, createdAt: standardNow };
  const later = { ...what, createdAt: new Date(standardNow.getTime() + 31 * dayMs) };
  expect(complaintLikeness(one, later, 1).score).toBe(0);
  const best = complaintLikeness(one, one, 1);
  expect(best.score).toBeLessThanOrEqual(1);
  expect(best.reasons).toEqual(['same_visit', 'near_in_time', 'alike_in_words']);
});
