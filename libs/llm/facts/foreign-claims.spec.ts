import { foreignClaims } from './foreign-claims.js';

const facts = [
  'A visit can be cancelled free of charge up to 24 hours before it begins.',
  'Between 24 hours and 4 hours before, ₹150 is charged; later 50% of the price, at most ₹1,499.',
  'Refunds reach the account within 5 to 7 days. The visit fee is not refunded.',
  'Booking BK-7F3K9Q is on Saturday 21 November at 10:30.',
];

describe('a text that keeps to the facts', () => {
  it.each([
    'You can cancel free of charge until 24 hours before the visit.',
    'Within 24 hours it costs Rs 150, and later 50 percent of the price.',
    'अगर 24 घंटे पहले रद्द करें तो मुफ़्त है।',
    '24 ghante pehle cancel karein to free hai, baad mein 150 rupaye lagenge.',
    'At most ₹1499 is charged.',
    'Your visit BK-7F3K9Q is on Saturday, 21 November, at 10:30.',
    'The visit fee is not refunded.',
    'Visit fee refund nahi hoti.',
    'You may cancel this one, and do let us know.',
  ])('%s', (text) => expect(foreignClaims(text, facts)).toEqual([]));
});

describe('what no fact says', () => {
  it.each([
    ['You can cancel free until 12 hours before.', '12 hour'],
    ['It costs ₹199.', '199 rupee'],
    ['A cancellation costs 150 percent.', '150 percent'],
    ['You have 24 days.', '24 day'],
    ['It is free until two days before.', '2 day'],
    ['रिफंड दो दिन में मिलेगा।', '2 day'],
    ['We come on Sunday.', 'sunday'],
    ['Hum kal aayenge.', 'kal'],
    ['We guarantee it.', '+guarantee'],
    ['Your visit is booked.', '+booking'],
    ['You get a discount.', '+discount'],
    ['The visit is not free of charge.', '-free'],
    ['Muavza milega.', '+compensation'],
    ['See https://evil.example/pay for it.', 'https://evil.example/pay'],
    ['Pay at evil-pay.in today', 'evilpay.in'],
    ['Call 98765 43210.', '9876543210'],
    ['It is about BK-AAAAAA.', 'bkaaaaaa'],
    ['At 11:30 somebody comes.', '11.3'],
  ])('%s', (text, claim) => expect(foreignClaims(text, facts)).toContain(claim));
});

it('takes linear time for what a model may send to hold it up', () => {
  const long = `${'1 '.repeat(4_000)}${'a.'.repeat(4_000)}${'@'.repeat(2_000)}`;
  expect(foreignClaims(long, facts).length).toBeGreaterThan(0);
});
