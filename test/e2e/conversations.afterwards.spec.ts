// Story: a visit is over. In the chat its customer rates it, once and after a plain yes, and asks for its bill; nobody else can.
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Booking } from '../../src/bookings/booking.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { InvoicesService } from '../../src/invoices/invoices.service.js';
import { Review } from '../../src/reviews/review.entity.js';
import { newTalker, type Talker } from '../conversations/conversation.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp({ settings: { DEMO_DATA: true } });
  given = givenIn(test);
});
afterAll(() => test.close());

const fork = () => test.orm.em.fork();

async function doneVisit(): Promise<{ asha: Talker; booking: Booking }> {
  const asha = await newTalker(test, given);
  const customer = await fork().findOneOrFail(Customer, { id: asha.customerId });
  const booking = await given.confirmedBooking({ customer, startsIn: '-1d', status: 'completed' });
  return { asha, booking };
}
const reviewsOf = ({ id }: Booking) => fork().find(Review, { booking: id });

it('is rated with stars and words, and only after the yes', async () => {
  const { asha, booking } = await doneVisit();
  const { proposal } = await asha.say(`5 stars for ${booking.reference}, very polite`);
  expect(proposal).not.toBeNull();
  expect(await reviewsOf(booking)).toEqual([]);
  const { outcomes } = await asha.say('yes');
  expect(outcomes).toMatchObject([{ type: 'review', reference: booking.reference }]);
  expect(await reviewsOf(booking)).toMatchObject([{ rating: 5, comment: 'very polite' }]);
});

it('is rated once: a second rating is told that there is one', async () => {
  const { asha, booking } = await doneVisit();
  for (const text of ['4 stars for my last visit', 'yes', '1 star for my last visit']) await asha.say(text);
  const { reply } = await asha.say('yes');
  expect(reply.text).toContain('rated it already');
  expect(await reviewsOf(booking)).toMatchObject([{ rating: 4 }]);
});

it('of another customer is neither rated nor billed', async () => {
  const { booking } = await doneVisit();
  const { asha: bala } = await doneVisit();
  const rating = await bala.say(`1 star for booking ${booking.reference}`);
  expect([rating.proposal, rating.reply.text.includes(booking.reference)]).toEqual([null, true]);
  const bill = await bala.say(`send me the invoice for ${booking.reference}`);
  expect(bill.reply.text).toContain(`no booking ${booking.reference}`);
  expect(await reviewsOf(booking)).toEqual([]);
});

it('has a bill, whose number and tax are told in the language of the question', async () => {
  const { asha, booking } = await doneVisit();
  expect((await asha.say('send me the bill for my last visit')).reply.text).toContain('no invoice');
  const invoices = test.app.get(InvoicesService, { strict: false });
  const invoice = await fork().transactional((em) => invoices.issue(em as SqlEntityManager, booking.id));
  expect((await asha.say('send me the bill for my last visit')).reply.text).toContain(invoice!.number);
  const hindi = (await asha.say('पिछली विज़िट का बिल भेज दो')).reply.text;
  expect(hindi).toContain(invoice!.number);
  expect(hindi).toContain('इनवॉइस');
});
