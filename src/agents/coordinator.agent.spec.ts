import { readEntities } from '#libs/nlu';
import { newTask } from './booking/booking-form.js';
import { routesOf } from './coordinator.agent.js';
import { partsOf } from './language/text-parts.js';
import { noGuess } from './language/service.recogniser.js';
import type { TurnUnderstanding } from './language/language-understander.js';

const patterns = [{ type: 'booking_reference', pattern: /\bBK-\w{6}\b/g }];
const options = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata', patterns };

function heard(text: string, ...intents: string[]): TurnUnderstanding {
  const parts = partsOf(text).map((part) => ({ ...part, guess: noGuess }));
  const whole = { text, start: 0, end: text.length, guess: noGuess, parts };
  const asks = (intents.length > 0 ? intents : [undefined]).map((name) => ({
    ...whole,
    intents: name ? [{ name, confidence: 0.9 }] : [],
  }));
  return { text, asks, ...readEntities(text, options), sentiment: 0 };
}

const task = newTask({ asked: 'when' });
const focus = { serviceId: 'ac', attributes: [], quantity: 1, pincode: null };

describe('without an open booking', () => {
  it.each([
    ['ac repair', ['book_service'], ['booking']],
    ['how much', ['ask_price'], ['service']],
    ['book cleaning, price of sofa?', ['book_service', 'ask_price'], ['service', 'booking']],
    ['hi, ac repair', ['greet', 'book_service'], ['booking']],
    ['hi', ['greet'], ['fallback']],
    ['refund policy and ac repair', ['ask_policy', 'book_service'], ['fallback', 'booking']],
    ['asdf', [], ['fallback']],
  ])('%s', (text, intents, agents) => {
    expect(routesOf(heard(text, ...intents), null)).toEqual(agents);
  });

  it('goes on with the last question about a price', () => {
    expect(routesOf(heard('and for 3 bhk?', 'provide_details'), null, focus)).toEqual(['service']);
  });

  it('takes a time for a wish to book what was talked about', () => {
    expect(routesOf(heard('tomorrow 10 am', 'provide_details'), null, focus)).toEqual(['booking']);
    expect(routesOf(heard('kar do kal 11 baje'), null, focus)).toEqual(['booking']);
  });
});

describe('while a booking is being arranged', () => {
  it.each([
    ['how much', ['ask_price'], ['service', 'booking']],
    ['thanks', ['thanks'], ['fallback', 'booking']],
    ['warranty?', ['ask_policy'], ['fallback', 'booking']],
    ['tomorrow', ['provide_details'], ['booking']],
    ['asdf', [], ['booking']],
    ['bye', ['goodbye'], ['fallback']],
    ['say that again', ['repeat'], ['fallback']],
    ['cancel that', ['cancel_booking'], ['booking']],
    ['cancel BK-7F3K9Q', ['cancel_booking'], ['fallback', 'booking']],
  ])('%s', (text, intents, agents) => {
    expect(routesOf(heard(text, ...intents), task)).toEqual(agents);
  });

  it('takes what looks like an address for one where it was asked for', () => {
    const asked = newTask({ asked: 'address' });
    expect(routesOf(heard('No 4, 2nd floor, MG Road', 'deny'), asked)).toEqual(['booking']);
  });
});
