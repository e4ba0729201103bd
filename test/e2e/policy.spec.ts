// What the chat quotes can be opened: in the answer, in the history, and in the version that held when a visit was booked.
import { Booking } from '../../src/bookings/booking.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { KnowledgeDocument } from '../../src/knowledge/knowledge-document.entity.js';
import { newTalker, type Talker } from '../conversations/conversation.js';
import { startApp, standardNow, type TestApp } from '../support/app.js';
import { givenIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';

let test: TestApp;
let talker: Talker;
beforeAll(async () => {
  test = await startApp({ settings: { DEMO_DATA: true } });
  talker = await newTalker(test, givenIn(test));
});
afterAll(() => test.close());

const get = async (path: string) =>
  (await test.http({ url: `/api/v1/${path}`, headers: talker.headers })).json();

it('an answer names its passages, in the history as well', async () => {
  const { reply, sessionId } = (await talker.post('what warranty do i get on waterproofing')).json();
  const sources = reply.parts.flatMap((part: { sources: object[] }) => part.sources);
  expect(sources[0]).toMatchObject({ title: 'Warranty', heading: 'Warranty > How long', version: 1 });
  const { passageId, start, end } = sources[0];
  const passage = await get(`knowledge/passages/${passageId}`);
  expect(passage.text.slice(start, end)).toContain('Waterproofing | 1 year');
  const { items } = await get(`chat/history?sessionId=${sessionId}`);
  expect(items.at(-1).parts[0].sources).toEqual(sources);
});

it('a question about a visit is answered by what held when it was booked', async () => {
  const em = test.orm.em.fork();
  const first = await em.findOneOrFail(KnowledgeDocument, { slug: 'cancellation' });
  const changed = new Date(standardNow.getTime() - 86_400_000);
  await em.nativeUpdate(KnowledgeDocument, { id: first.id }, { validUntil: changed });
  const { slug, title, body } = first;
  em.create(KnowledgeDocument, {
    slug,
    title,
    version: 2,
    validFrom: changed,
    body: body.replaceAll('4 hours', '9 hours'),
  });
  await em.flush();
  await runJob(test, 'knowledge.embed');
  const customer = await em.findOneOrFail(Customer, { id: talker.customerId });
  const { id, reference } = await givenIn(test).confirmedBooking({ customer, startsIn: '30h' });
  const bookedAt = new Date(standardNow.getTime() - 3 * 86_400_000);
  await test.orm.em.fork().nativeUpdate(Booking, { id }, { createdAt: bookedAt });

  const general = (await talker.post('what is your cancellation policy, till when is it free?')).json();
  expect(general.reply.text).toContain('9 hours');
  const own = (await talker.post(`what is the cancellation policy for my booking ${reference}, till when is it free?`)).json(); // prettier-ignore
  expect(own.reply.text).toContain('4 hours');
  expect(own.reply.text).toContain('changed since');
  expect(own.reply.parts.flatMap((part: { sources: { version: number }[] }) => part.sources)[0].version).toBe(
    1,
  );
});
