import { readEntities } from '#libs/nlu';
import { noGuess } from '../language/service.recogniser.js';
import type { TurnUnderstanding } from '../language/language-understander.js';
import { partsOf } from '../reading/text-parts.js';
import type { AgentDeclaration } from './agent.js';
import { AgentDirectory } from './agent-registry.js';
import { heardWithout, interpret, type Situation } from './interpreter.js';

const patterns = [{ type: 'booking_reference', pattern: /\bBK-\w{6}\b/g }];
const options = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata', patterns };

const declared: AgentDeclaration[] = [
  { name: 'fallback', order: 10, kind: 'aside', intents: ['greet'], isFallback: true, description: '' },
  { name: 'prices', order: 20, kind: 'aside', intents: ['ask_price'], description: '' },
  { name: 'cancelling', order: 70, kind: 'frame', intents: ['cancel_booking'], description: '' },
  { name: 'noting', order: 60, kind: 'frame', intents: ['visit_note'], description: '' },
  { name: 'moving', order: 80, kind: 'frame', intents: ['reschedule_booking'], description: '' },
  {
    ...{ name: 'booking', order: 90, kind: 'frame', description: '' },
    intents: ['book_service', 'provide_details', 'change_details', 'deny', 'affirm', 'abandon'],
    absorbs: ['cancel_booking'],
  },
];
const agents = new AgentDirectory(declared);
const nothingOpen: Situation = {
  ...{ agents, front: null, isAnswer: false, focus: null },
  ...{ meansVisit: () => false, isVisitNote: false, isAboutVisit: false, danger: null },
  ofComplaint: () => null,
};
const bookingOpen: Situation = { ...nothingOpen, front: 'booking' };
const focus = { by: 'prices', serviceId: 'ac', attributes: [], quantity: 1, pincode: null, startsAt: null, isArranged: false }; // prettier-ignore

/** @param asks each a part of the text and its intent, if it has one */
function heard(text: string, ...asks: [part: string, intent?: string][]): TurnUnderstanding {
  const parts = partsOf(text).map((part) => ({ ...part, guess: noGuess }));
  return {
    text,
    asks: asks.map(([part, name]) => {
      const start = text.indexOf(part);
      const intents = name ? [{ name, confidence: 0.9 }] : [];
      return { text: part, start, end: start + part.length, intents, guess: noGuess, parts };
    }),
    ...readEntities(text, options),
    ruledOut: [],
    sentiment: 0,
  };
}

function routes(text: string, intents: string[], situation: Situation): string[] {
  const asks = (intents.length > 0 ? intents : [undefined]).map(
    (intent) => [text, intent] as [string, string?],
  );
  return interpret(heard(text, ...asks), situation).now.map(({ agent }) => agent);
}

describe('while no question is open', () => {
  it.each([
    ['ac repair', ['book_service'], ['booking']],
    ['how much', ['ask_price'], ['prices']],
    ['book cleaning, price of sofa?', ['book_service', 'ask_price'], ['prices', 'booking']],
    ['hi, ac repair', ['greet', 'book_service'], ['booking']],
    ['hi', ['greet'], ['fallback']],
    ['refund policy and ac repair', ['ask_policy', 'book_service'], ['fallback', 'booking']],
    ['asdf', [], ['fallback']],
  ])('%s', (text, intents, expected) => expect(routes(text, intents, nothingOpen)).toEqual(expected));

  it('goes on with the last question about a price', () => {
    expect(routes('and for 3 bhk?', ['provide_details'], { ...nothingOpen, focus })).toEqual(['prices']);
  });

  it('takes a time for a wish to book what was talked about', () => {
    const talkedAbout = { ...nothingOpen, focus };
    expect(routes('tomorrow 10 am', ['provide_details'], talkedAbout)).toEqual(['booking']);
    expect(routes('kar do kal 11 baje', [], talkedAbout)).toEqual(['booking']);
  });
});

describe('while a booking is being arranged', () => {
  it.each([
    ['how much', ['ask_price'], ['prices', 'booking']],
    ['thanks', ['thanks'], ['fallback', 'booking']],
    ['warranty?', ['ask_policy'], ['fallback', 'booking']],
    ['tomorrow', ['provide_details'], ['booking']],
    ['asdf', [], ['booking']],
    ['bye', ['goodbye'], ['fallback']],
    ['say that again', ['repeat'], ['fallback']],
    ['cancel that', ['cancel_booking'], ['booking']],
  ])('%s', (text, intents, expected) => expect(routes(text, intents, bookingOpen)).toEqual(expected));

  it('is interrupted by what is about a visit that exists', () => {
    const meansVisit = { ...bookingOpen, meansVisit: () => true };
    expect(routes('cancel BK-7F3K9Q', ['cancel_booking'], meansVisit)).toEqual(['cancelling']);
  });

  it('takes what its agent takes for an answer, whatever it sounds like', () => {
    const answered = { ...bookingOpen, isAnswer: true };
    expect(routes('No 4, 2nd floor, MG Road', ['deny'], answered)).toEqual(['booking']);
  });
});

describe('when several things are asked in one message', () => {
  const text = 'cancel my fridge visit, it was for tomorrow, and book a plumber';
  const several = heard(text, ['cancel my fridge visit', 'cancel_booking'], ['it was for tomorrow', 'provide_details'], ['book a plumber', 'book_service']); // prettier-ignore

  const hasVisit = { ...nothingOpen, meansVisit: () => true };

  it('one has the word, with its details, and the other comes later in its own words', () => {
    const { now, later } = interpret(several, hasVisit);
    expect(now.map(({ agent, own }) => [agent, own.map((ask) => ask.text)])).toEqual([
      ['cancelling', ['cancel my fridge visit', 'it was for tomorrow']],
    ]);
    expect(later).toEqual([{ agent: 'booking', text: 'book a plumber' }]);
  });

  it('whoever has no visit cancels none: all of it is about what shall be booked', () => {
    const { now, later } = interpret(several, nothingOpen);
    expect([now.map(({ agent }) => agent), later]).toEqual([['booking'], []]);
  });

  it('neither hears what was said to the other', () => {
    const { now } = interpret(several, hasVisit);
    const alone = heardWithout(several, now[0]!.unheard);
    expect(alone.text.trimEnd()).toBe('cancel my fridge visit, it was for tomorrow, and');
    expect(alone.text).toHaveLength(text.length);
    expect(alone.asks.map(({ intents }) => intents[0]?.name)).toEqual(['cancel_booking', 'provide_details']);
  });

  it('what is told to the open one is heard before the other is taken up', () => {
    const mixed = heard('make it 5 pm, and cancel BK-7F3K9Q', ['make it 5 pm', 'change_details'], ['cancel BK-7F3K9Q', 'cancel_booking']); // prettier-ignore
    const { now, later } = interpret(mixed, { ...bookingOpen, meansVisit: () => true });
    expect(now.map(({ agent }) => agent)).toEqual(['booking']);
    expect(later).toEqual([{ agent: 'cancelling', text: 'cancel BK-7F3K9Q' }]);
  });
});

describe('after a visit was talked about', () => {
  const talkedAbout = { ...nothingOpen, isAboutVisit: true };
  it.each([
    ['make it 12 instead', ['change_details'], ['moving']],
    ['forget it', ['abandon'], ['cancelling']],
    ['ac repair', ['book_service'], ['booking']],
  ])('%s', (text, intents, expected) => expect(routes(text, intents, talkedAbout)).toEqual(expected));

  it('what whoever comes shall know goes with it, but not into what is being arranged', () => {
    const note = { ...talkedAbout, isVisitNote: true };
    expect(routes('bring a ladder', ['book_service'], note)).toEqual(['noting']);
    expect(routes('bring a ladder', ['provide_details'], { ...note, front: 'booking' })).toEqual(['booking']);
  });

  it('a change is still one of what is being arranged', () => {
    const arranging = { ...talkedAbout, front: 'booking' };
    expect(routes('make it 12 instead', ['change_details'], arranging)).toEqual(['booking']);
  });

  it('cancelling it while it is being moved gives up more than the move', () => {
    const moving = { ...talkedAbout, front: 'moving' };
    expect(routes('cancel the booking', ['cancel_booking'], moving)).toEqual(['cancelling']);
    expect(routes('forget it', ['abandon'], moving)).toEqual(['moving']);
  });
});

describe('when danger is heard', () => {
  const guarded = new AgentDirectory([
    ...declared,
    { name: 'guard', order: 1, kind: 'frame', intents: [], isForDanger: true, description: '' },
  ]);
  const text = 'the board is sparking, book an electrician tomorrow';
  const asked = heard(
    text,
    ['the board is sparking'],
    ['book an electrician', 'book_service'],
    ['tomorrow', 'provide_details'],
  );
  const inDanger = (isMendedByVisit: boolean, more: Partial<Situation> = {}) =>
    interpret(asked, { ...nothingOpen, agents: guarded, danger: { isMendedByVisit }, ...more });

  it('only the agent for it answers, whatever else is asked or open', () => {
    const open = { front: 'booking', isAnswer: true };
    for (const more of [{}, open, { focus }])
      expect(inDanger(false, more)).toEqual({ now: [{ agent: 'guard', own: [], unheard: [] }], later: [] });
  });

  it('what a visit mends is taken up later, with its details', () => {
    expect(inDanger(true).later).toEqual([{ agent: 'booking', text: 'book an electrician, tomorrow' }]);
  });

  it('a mere detail of what is open is no request', () => {
    const detail = heard('tomorrow, it sparks', ['tomorrow', 'provide_details']);
    const situation = { ...bookingOpen, agents: guarded, danger: { isMendedByVisit: true } };
    expect(interpret(detail, situation).later).toEqual([]);
  });

  it('one agent at most is for it', () => {
    const two = guarded.declarations.concat({ ...guarded.forDanger!, name: 'second' });
    expect(() => new AgentDirectory(two)).toThrow('2 agents are for danger');
  });
});

it('an intent belongs to one agent, and one agent answers the rest', () => {
  expect(() => new AgentDirectory([...declared, { ...declared[1]!, name: 'second' }])).toThrow('two agents');
  expect(() => new AgentDirectory(declared.slice(1))).toThrow('0 agents');
});

describe('what tells of a complaint', () => {
  const complaining = new AgentDirectory([
    ...declared,
    { name: 'complaining', order: 65, kind: 'frame', intents: ['report_complaint'], description: '' },
  ]);
  const told = (situation: Situation, ...texts: string[]): Situation => ({
    ...situation,
    agents: complaining,
    ofComplaint: ({ text }) => (texts.includes(text) ? 'report_complaint' : null),
  });

  it('belongs to the complaint, whatever it sounds like', () => {
    const text = 'he was rude, tap leaks';
    const plan = interpret(
      heard(text, ['he was rude', 'report_complaint'], ['tap leaks', 'book_service']),
      told(nothingOpen, 'he was rude', 'tap leaks'),
    );
    expect(plan.now.map(({ agent, own }) => [agent, own.length])).toEqual([['complaining', 2]]);
    expect(plan.later).toEqual([]);
  });

  it('is done before what is ordered in the same breath, and that afterwards', () => {
    const text = 'he was rude, book ac repair';
    const plan = interpret(
      heard(text, ['he was rude', 'report_complaint'], ['book ac repair', 'book_service']),
      told(nothingOpen, 'he was rude'),
    );
    expect(plan.now.map(({ agent }) => agent)).toEqual(['complaining']);
    expect(plan.later).toEqual([{ agent: 'booking', text: 'book ac repair' }]);
  });

  it('interrupts what is being arranged, and agrees to nothing of it', () => {
    const plan = interpret(
      heard('he broke it', ['he broke it', 'cancel_booking']),
      told(bookingOpen, 'he broke it'),
    );
    expect(plan.now.map(({ agent }) => agent)).toEqual(['complaining']);
  });

  it('that is mere anger is nobody’s beside what is asked for', () => {
    const text = 'pathetic, book ac repair';
    const plan = interpret(
      heard(text, ['pathetic', 'report_complaint'], ['book ac repair', 'book_service']),
      {
        ...nothingOpen,
        agents: complaining,
        ofComplaint: ({ text: said }) => (said === 'pathetic' ? 'nothing' : null),
      },
    );
    expect(plan.now.map(({ agent }) => agent)).toEqual(['booking']);
    expect(plan.later).toEqual([]);
  });
});
