// What a turn costs the database: how often it is waited for, by kind of turn. The counts are the same on every machine, so one that grows
// was made to grow. `npm run bench -- chat` prints them beside the milliseconds.
import { SlaService } from '../../src/sla/sla.service.js';
import { newTalker, type Talker } from '../conversations/conversation.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn } from '../support/given.js';
import { roundTripsDuring } from '../support/queries.js';

let running: TestApp;
let customer: Talker;
beforeAll(async () => {
  running = await startApp({ settings: { DEMO_DATA: true } });
  // What is read once by the program, and once by each session, is no cost of a turn.
  for (const _ of [1, 2]) {
    customer = await newTalker(running, givenIn(running));
    for (const text of ['hello', 'how much is a gas refill?', 'my ac is not cooling, 560034', 'forget it'])
      await customer.say(text);
  }
  await running.app.get(SlaService, { strict: false }).reader();
});
afterAll(() => running.close());

/**
 * One conversation, in its order. Each price reads the rules that are published, and a sale looks whether they still are (docs/decisions/0053). What is
 * proposed has its slot held, which is six of the trips of a proposal, whether or not it takes the place of another. Whoever fits best is four, asked when the
 * time is known and somebody else than before may come.
 */
const turns = [
  ['small talk', 'hello', 3],
  ['a price', 'how much is a gas refill?', 8],
  ['a request', 'my ac is not cooling, 560034', 5],
  ['an offer', 'tomorrow 10 am', 12],
  ['a proposal', '12, 5th cross, Koramangala', 12],
  ['a change of what is proposed', 'make it 11 instead', 19],
  ['a yes that books', 'yes', 31],
  ['what is booked', 'what have I booked?', 7],
  ['a note that is proposed', 'tell him to bring a ladder', 7],
  ['a yes that notes', 'yes', 19],
  ['a move that is proposed', 'move it to monday 3 pm', 22],
  ['a yes that moves', 'yes', 37],
  ['a cancellation that is proposed', 'cancel my booking', 7],
  ['a yes that cancels', 'yes', 21],
  ['danger', 'there is a gas smell', 13],
  ['a complaint that is proposed', 'file a complaint', 4],
  ['a yes that complains', 'yes', 19],
] as const;

it('a turn waits for the database as often as it must', async () => {
  const counted: [string, number][] = [];
  for (const [kind, text] of turns)
    counted.push([kind, await roundTripsDuring(running.orm, () => customer.say(text))]);
  const tooMany = counted.filter(([, count], turn) => count > turns[turn]![2]);
  expect(tooMany).toEqual([]);
});
