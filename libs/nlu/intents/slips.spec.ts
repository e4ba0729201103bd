import { IntentRecogniser } from './intents.js';
import { seededRandom } from './seeded-random.js';
import { withSlips } from './slips.js';

it('changes only longer words in Latin letters, and the first letter of none', () => {
  const random = seededRandom(3);
  const words = Array.from({ length: 200 }, () => withSlips('cancel my booking kal रद्द 560034', 1, random));
  for (const each of words) {
    const [cancel, my, booking, kal, hindi, pincode] = each.split(' ');
    expect([my, kal, hindi, pincode]).toEqual(['my', 'kal', 'रद्द', '560034']);
    expect(cancel).toMatch(/^c[a-z]{4,6}$/);
    expect(booking).toMatch(/^b[a-z]{5,7}$/);
  }
  expect(new Set(words).size).toBeGreaterThan(50);
});

it('leaves all as it is where none are wanted, and gives the same for the same numbers', () => {
  expect(withSlips('cancel my booking', 0, seededRandom(1))).toBe('cancel my booking');
  const twice = [1, 2].map(() => withSlips('please reschedule the appointment', 0.5, seededRandom(5)));
  expect(twice[0]).toBe(twice[1]);
});

it('is learned from beside the lines themselves', () => {
  const examples = [
    ...['cancel my booking', 'cancel the visit', 'please cancel it'].map((text) => ({
      text,
      label: 'cancel',
    })),
    ...['change my booking', 'change the visit', 'please change it'].map((text) => ({
      text,
      label: 'change',
    })),
  ];
  const [plain, forgiving] = [0, 0.8].map((slips) =>
    IntentRecogniser.train({ examples }, { slips, threshold: 0.5 }),
  );
  expect(forgiving!.toBytes().length).toBeGreaterThan(plain!.toBytes().length);
  expect(forgiving!.recognise('cancel my booking').intents[0]?.name).toBe('cancel');
});
