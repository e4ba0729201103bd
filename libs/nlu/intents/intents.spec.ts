import type { LabelledExample } from './classifier.js';
import { IntentRecogniser } from './intents.js';

const texts: Record<string, string[]> = {
  order_pizza: [
    'i want a pizza',
    'order a large margherita',
    'can you send me two pizzas',
    'pizza chahiye',
    'get me a cheese pizza tonight',
    'i would like to order pizza for four',
    'send a veg pizza please',
    'mujhe ek pizza bhejo',
  ],
  ask_hours: [
    'when do you open',
    'what are your hours',
    'are you open on sunday',
    'kab tak khula hai',
    'what time do you close',
    'till when are you open today',
    'opening time please',
    'is the shop open now',
  ],
  greet: ['hi', 'hello', 'hey there', 'good morning', 'namaste', 'hello team', 'hi there', 'good evening'],
  address: [
    '12 park street',
    'flat 4, rose apartments',
    'my address is 7 lake road',
    '22, 3rd main, near the temple',
    'house 9, sector 5, noida',
    'deliver to 15 hill road, bandra',
    'i live at 8 church street',
    'tower b, flat 301',
  ],
};
const examples = Object.entries(texts).flatMap(([label, own]) =>
  own.map((text): LabelledExample => ({ text, label })),
);
const outOfScope = [
  'who won the match',
  'what is the capital of france',
  'write me a poem',
  'my printer has no ink',
  'convert miles to kilometres',
  'tell me a joke',
  'how tall is mount everest',
  'translate this into german',
  'what is the population of japan',
  'what is two plus two',
  'write an essay about rivers',
  'sing me a lullaby',
  'who is the president of brazil',
  'play the next song',
  'how do i learn guitar',
  'what does serendipity mean',
];

describe('IntentRecogniser', () => {
  const recogniser = IntentRecogniser.train({ examples, outOfScope });
  const names = (text: string): string[] => recogniser.recognise(text).intents.map(({ name }) => name);

  it('hears one intent, with a confidence', () => {
    const { intents } = recogniser.recognise('please send me a large pizza');
    expect(intents).toEqual([{ name: 'order_pizza', confidence: expect.any(Number) }]);
    expect(intents[0]!.confidence).toBeGreaterThan(0.5);
    expect(intents[0]!.confidence).toBeLessThanOrEqual(1);
  });

  it('hears several intents in the order they are said', () => {
    expect(names('when do you open today and also send me a cheese pizza')).toEqual([
      'ask_hours',
      'order_pizza',
    ]);
    expect(names('send me a cheese pizza. what time do you close?')).toEqual(['order_pizza', 'ask_hours']);
  });

  it('says which part of the message means what', () => {
    const text = 'send me a cheese pizza, what time do you close?';
    const { segments } = recogniser.recognise(text);
    expect(segments.map(({ start, end }) => text.slice(start, end))).toEqual([
      'send me a cheese pizza',
      'what time do you close',
    ]);
    expect(segments.map(({ intents }) => intents[0]?.label)).toEqual(['order_pizza', 'ask_hours']);
  });

  it('does not take an address or a list of details apart', () => {
    const { intents, segments } = recogniser.recognise('flat 12, 3rd main, sector 5');
    expect(intents.map(({ name }) => name)).toEqual(['address']);
    expect(segments).toHaveLength(1);
  });

  it.each(['what is the capital of spain', 'write me a song', '', '?!', '🙂🙂'])(
    'hears none of these in %j',
    (text) => {
      expect(names(text)).toEqual([]);
    },
  );

  it('reads only the beginning of an endless message', () => {
    const { segments } = recogniser.recognise(`send me a pizza. ${'x'.repeat(200_000)}`);
    expect(segments.at(-1)!.end).toBeLessThanOrEqual(4000);
  });

  it('lists what it can hear', () => {
    expect(recogniser.labels).toEqual(Object.keys(texts));
  });

  it('says the same after a trip through bytes', () => {
    const back = IntentRecogniser.fromBytes(recogniser.toBytes());
    expect(back.recognise('hello, order a pizza')).toEqual(recogniser.recognise('hello, order a pizza'));
  });

  it('takes the threshold it is given', () => {
    const strict = IntentRecogniser.train({ examples, outOfScope }, { threshold: 1 });
    expect(strict.recognise('i want a pizza').intents).toEqual([]);
  });

  it('does without out-of-scope texts, but not without examples', () => {
    const trusting = IntentRecogniser.train({ examples });
    expect(trusting.recognise('i want a pizza').intents[0]!.name).toBe('order_pizza');
    expect(() => IntentRecogniser.train({ examples: [], outOfScope })).toThrow(RangeError);
  });
});

describe('IntentRecogniser, on examples that carry several intents', () => {
  const actions = { cancel: ['cancel', 'drop', 'call off'], change: ['change', 'move', 'shift'] };
  const things = { booking: ['booking', 'reservation'], table: ['table', 'seat'] };
  const both = Object.entries(actions).flatMap(([action, verbs]) =>
    Object.entries(things).flatMap(([thing, nouns]) =>
      verbs.flatMap((verb) =>
        nouns.flatMap((noun) =>
          [`${verb} my ${noun}`, `please ${verb} the ${noun}`].flatMap((text) => [
            { text, label: action },
            { text, label: thing },
          ]),
        ),
      ),
    ),
  );

  it('hears them together in one clause', () => {
    const { intents } = IntentRecogniser.train({ examples: both }).recognise(
      'could you shift my reservation',
    );
    expect(intents.map(({ name }) => name).sort()).toEqual(['booking', 'change']);
  });
});

describe('IntentRecogniser, that has learned from vectors too', () => {
  /** As an encoder would have it: one direction for each intent, another one for all else. */
  const directions: Record<string, Float32Array> = Object.fromEntries(
    [...Object.keys(texts), 'none'].map((label, at) => [
      label,
      Float32Array.from({ length: 8 }, (_, each) => Number(each === at)),
    ]),
  );
  const vectors = new Map([
    ...examples.map(({ text, label }) => [text, directions[label]!] as const),
    ...outOfScope.map((text) => [text, directions['none']!] as const),
  ]);
  const plain = IntentRecogniser.train({ examples, outOfScope });
  const informed = IntentRecogniser.train({ examples, outOfScope }, { vectors });
  const messages = [
    'i want a pizza',
    'hello, when do you open?',
    'zork blip quux',
    'what is the capital of spain',
  ];

  it('hears by the vector what no word says', () => {
    for (const [label, vector] of Object.entries(directions)) {
      const heard = informed.recognise('zork blip quux', vector).intents.map(({ name }) => name);
      expect(heard).toEqual(label === 'none' ? [] : [label]);
    }
  });

  it('answers without a vector exactly as if there were none', () => {
    for (const text of messages) expect(informed.recognise(text)).toEqual(plain.recognise(text));
  });

  it('reads words alone where it has not learned from vectors', () => {
    const untaught = IntentRecogniser.train({ examples, outOfScope }, { vectors: new Map() });
    for (const text of messages)
      expect(untaught.recognise(text, directions['none'])).toEqual(plain.recognise(text));
    expect([plain, untaught, informed].map(({ takesVectors }) => takesVectors)).toEqual([false, false, true]);
  });

  it('says of which parts the words leave it open', () => {
    const unsure = (text: string) => informed.recognise(text).segments.map(({ isUnsure }) => isUnsure);
    expect(unsure(examples[0]!.text)).toEqual([false]);
    expect(unsure('zork blip quux')).toEqual([true]);
  });

  it('says the same after a trip through bytes', () => {
    const back = IntentRecogniser.fromBytes(informed.toBytes());
    for (const text of messages) {
      expect(back.recognise(text)).toEqual(informed.recognise(text));
      const vector = Object.values(directions)[1];
      expect(back.recognise(text, vector)).toEqual(informed.recognise(text, vector));
    }
  });

  it('refuses the vector of another encoder', () => {
    expect(() => informed.recognise('hello', new Float32Array(3))).toThrow(RangeError);
  });
});
