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
  const { reply, sessionId } = (await talker.post('how long is the warranty on waterproofing?')).json();
  const sources = reply.parts.flatMap((part: { sources: object[] }) => part.sources);
  const source = sources.find(({ heading }: { heading: string }) => heading === 'Warranty > How long');
  expect(source).toMatchObject({ title: 'Warranty', version: 1 });
  const { passageId, start, end } = source;
  const passage = await get(`knowledge/passages/${passageId}`);
  expect(reply.text).toContain('Waterproofing: 1 year');
  expect(passage.text.slice(start, end)).toBe('| Waterproofing | 1 year |');
  const { items } = await get(`chat/history?sessionId=${sessionId}`);
  expect(items.at(-1).parts[0].sources).toEqual(sources);
});

it('a question about a visit is answered by what held when it was booked', async () => {
  const em = test.orm.em.fork();
  const daysAgo = (days: number) => new Date(standardNow.getTime() - days * 86_400_000);
  const page = { slug: 'key-deposit', title: 'Key deposit' };
  em.create(KnowledgeDocument, { ...page, body: 'The key deposit is ₹200.', validFrom: daysAgo(9), validUntil: daysAgo(1) }); // prettier-ignore
  em.create(KnowledgeDocument, {
    ...page,
    version: 2,
    body: 'The key deposit is ₹900.',
    validFrom: daysAgo(1),
  });
  await em.flush();
  await runJob(test, 'knowledge.embed');
  const customer = await em.findOneOrFail(Customer, { id: talker.customerId });
  const { id, reference } = await givenIn(test).confirmedBooking({ customer, startsIn: '30h' });
  await test.orm.em.fork().nativeUpdate(Booking, { id }, { createdAt: daysAgo(3) });

  const general = (await talker.post('what is your policy on the key deposit?')).json();
  expect(general.reply.text).toContain('₹900');
  const own = (
    await talker.post(`what is your policy on the key deposit for my booking ${reference}?`)
  ).json();
  expect(own.reply.text).toContain('₹200');
  expect(own.reply.text).toContain('changed since');
  const [{ version }] = own.reply.parts.flatMap((part: { sources: object[] }) => part.sources);
  expect(version).toBe(1);
});
