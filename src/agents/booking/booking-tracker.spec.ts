import { readEntities } from '#libs/nlu';
import { partsOf } from '../reading/text-parts.js';
import { noGuess, type ServiceRef } from '../language/service.recogniser.js';
import type { TurnUnderstanding } from '../language/language-understander.js';
import type { ServiceRead } from '../agent-tools.js';
import { trackForm } from './booking-tracker.js';
import { noWish } from '../reading/time-preference.js';
import { newTask, type BookingTask } from './booking-form.js';

const context = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata' };

function service(slug: string, change: Partial<ServiceRead> = {}): ServiceRead {
  const names = { id: slug, slug, name: slug, description: '', subcategory: slug, category: slug };
  return { ...names, durationMinutes: 60, unit: null, phrases: [], attributes: [], ...change };
}
const bhk = (size: number) => ({
  code: `bhk_${size}`,
  name: `${size} BHK`,
  group: 'home_size',
  isDefault: size === 1,
  terms: [`${size}bhk`],
});
const catalogue = [
  service('ac', { unit: 'AC' }),
  service('plumber', { category: 'plumbing' }),
  service('tap', { category: 'plumbing' }),
  service('cleaning', { attributes: [bhk(1), bhk(2), bhk(3)] }),
];
const refOf = (slug: string): ServiceRef => catalogue.find((each) => each.slug === slug)!;

/** What would be heard: `said` gives each ask its text and intent; a part names the service whose slug it contains. */
function heard(...said: [text: string, intent: string][]): TurnUnderstanding {
  const text = said.map(([part]) => part).join(' ');
  let start = 0;
  const asks = said.map(([part, name]) => {
    const end = start + part.length;
    const guessOf = (words: string) => {
      const named = catalogue.find(({ slug }) => new RegExp(`\\b${slug}\\b`, 'i').test(words));
      return named ? { service: named, candidates: [named], confidence: 0.95 } : noGuess;
    };
    const parts = partsOf(part, start).map((each) => ({ ...each, guess: guessOf(each.text) }));
    const guess = parts.find((each) => each.guess.service)?.guess ?? noGuess;
    const ask = { text: part, start, end, intents: [{ name, confidence: 0.9 }], guess, parts };
    start = end + 1;
    return ask;
  });
  return { text, asks, ...readEntities(text, context), ruledOut: [], sentiment: 0 };
}

const filled = (before: Partial<BookingTask>, ...said: [string, string][]) =>
  trackForm(newTask(before), heard(...said), {
    ...context,
    services: catalogue,
  });
const slot = { startsAt: '2026-11-21T04:30:00.000Z', endsAt: '', providerId: 'p', providerName: 'P' };

it('takes all facts of one message', () => {
  const { task } = filled({}, [
    'ac repair tomorrow 10 am, flat 3, Sea View apartments, 560034',
    'book_service',
  ]);
  expect(task).toMatchObject({
    service: { slug: 'ac' },
    pincode: '560034',
    wish: { date: '2026-11-21', time: '10:00' },
    address: 'flat 3, Sea View apartments',
  });
});

it('reports nothing changed when nothing new is said', () => {
  const { changed } = filled({ service: refOf('ac'), pincode: '560034' }, ['ok', 'affirm']);
  expect([...changed]).toEqual([]);
});

describe('a corrected fact', () => {
  it('forgets what depended on it', () => {
    const before = { service: refOf('ac'), pincode: '560034', address: '12, 5th cross', slot };
    const { task } = filled(before, ['sorry, 560038', 'change_details']);
    expect(task).toMatchObject({ pincode: '560038', address: null, slot: null });
  });

  it('keeps the day when only the time changes, and the time when only the day does', () => {
    const before = { service: refOf('ac'), wish: { ...noWish, date: '2026-11-22', time: '10:00' } };
    expect(filled(before, ['make it 5 pm', 'change_details']).task.wish).toMatchObject({
      date: '2026-11-22',
      time: '17:00',
    });
    expect(filled(before, ['monday instead', 'change_details']).task.wish).toMatchObject({
      date: '2026-11-23',
      time: '10:00',
    });
  });

  it('of a service drops the options of the old one', () => {
    const before = { service: refOf('cleaning'), attributes: ['bhk_2'], slot };
    const { task } = filled(before, ['actually i need a plumber', 'book_service']);
    expect(task).toMatchObject({ service: { slug: 'plumber' }, attributes: [], slot: null });
  });
});

describe('options', () => {
  it('of one group replace each other', () => {
    const before = { service: refOf('cleaning'), attributes: ['bhk_2'] };
    expect(filled(before, ['sorry its 3bhk', 'change_details']).task.attributes).toEqual(['bhk_3']);
  });

  it('count the units that the service is priced by, and nothing else', () => {
    expect(filled({}, ['ac wash for 2 split ACs', 'book_service']).task.quantity).toBe(2);
    expect(filled({ service: refOf('ac') }, ['flat 4, 2nd main road', 'provide_details']).task.quantity).toBe(
      1,
    );
  });
});

describe('several services', () => {
  it('are taken one after the other, each with its own time', () => {
    const { task, further } = filled({}, ['ac repair tomorrow at 10 and plumber at 12', 'book_service']);
    expect(task).toMatchObject({ service: { slug: 'ac' }, wish: { time: '10:00' } });
    expect(further).toMatchObject([{ service: { slug: 'plumber' }, wish: { time: '12:00' } }]);
  });

  it('are one when they tell of one job', () => {
    const { task, further } = filled({}, ['plumber needed, tap leaking', 'book_service']);
    expect(task.service?.slug).toBe('plumber');
    expect(further).toEqual([]);
  });

  it('added to an open booking leave it as it is', () => {
    const before = { service: refOf('ac'), wish: { ...noWish, date: '2026-11-21', time: '10:00' }, slot };
    const { task, changed, further } = filled(before, ['also a plumber at 5 pm', 'book_service']);
    expect([...changed]).toEqual([]);
    expect(task.slot).toBe(slot);
    expect(further).toMatchObject([{ service: { slug: 'plumber' }, wish: { time: '17:00' } }]);
  });

  it('added behind a time of the open booking leave it that time', () => {
    const before = { service: refOf('ac'), pincode: '560034' };
    const { task, further } = filled(before, ['monday at 11 am. also a plumber at 2 pm', 'provide_details']);
    expect(task.wish).toMatchObject({ date: '2026-11-23', time: '11:00' });
    expect(further).toMatchObject([{ service: { slug: 'plumber' }, wish: { time: '14:00' } }]);
  });

  it('only spoken of change nothing, and are asked about where the words name them', () => {
    const before = { service: refOf('ac'), pincode: '560034', slot, proposalId: 'p', asked: 'yes' as const };
    const { task, changed, doubted } = filled(before, ['the tap at my place is leaking', 'book_service']);
    expect([task.service?.slug, ...changed]).toEqual(['ac']);
    expect(doubted?.slug).toBe('tap');
  });
});

describe('an aside', () => {
  it('says nothing of the booking', () => {
    const before = { service: refOf('ac'), pincode: '560034' };
    const { changed } = filled(before, ['how much is a plumber in 560038 tomorrow', 'ask_price']);
    expect([...changed]).toEqual([]);
  });

  it('is no aside while there is nothing to lead away from', () => {
    const { task } = filled(
      {},
      ['do you do cleaning?', 'ask_service_info'],
      ['tomorrow 3 pm', 'provide_details'],
    );
    expect(task).toMatchObject({
      service: { slug: 'cleaning' },
      wish: { date: '2026-11-21', time: '15:00' },
    });
  });
});

describe('what is on offer', () => {
  it('is chosen by its position', () => {
    const offered = [slot, { ...slot, startsAt: '2026-11-21T05:30:00.000Z' }];
    const before = { service: refOf('ac'), asked: 'when' as const, offered };
    expect(filled(before, ['the second one', 'provide_details']).task.slot).toBe(offered[1]);
  });

  it('is a saved address that "same address" takes', () => {
    const before = { service: refOf('ac'), suggested: { line: '9 Hill Road', pincode: '400050' } };
    const { task } = filled(before, ['same address', 'provide_details']);
    expect(task).toMatchObject({ address: '9 Hill Road', pincode: '400050' });
  });
});
