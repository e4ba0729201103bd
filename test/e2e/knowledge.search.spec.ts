// What the documents say is found by whom it may be, as it held on a day, and answered out of sentence by sentence; what they do not say is kept.
import { BackgroundTasks } from '#libs/background';
import { ToolRegistry } from '#libs/tools';
import { onBehalfOf, type Actor } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { demoHandbook } from '../../src/demo/content.js';
import { GapsService } from '../../src/knowledge/gaps/gaps.service.js';
import { KnowledgeGap } from '../../src/knowledge/gaps/knowledge-gap.entity.js';
import { KnowledgeChunk } from '../../src/knowledge/knowledge-chunk.entity.js';
import { KnowledgePersonalData } from '../../src/knowledge/knowledge.personal-data.js';
import { KnowledgeDocument } from '../../src/knowledge/knowledge-document.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import { runJob } from '../support/job-run.js';

type Headers = Record<string, string>;

const dayMs = 86_400_000;
const daysFrom = (days: number) => new Date(standardNow.getTime() + days * dayMs);
let test: TestApp;
let given: Given;
let headers: Headers;
let agent: Actor;

async function write(document: { slug: string; body: string } & Partial<Omit<KnowledgeDocument, 'pageAt'>>) {
  const em = test.orm.em.fork();
  const made = em.create(KnowledgeDocument, { title: document.slug, validFrom: daysFrom(-30), ...document });
  await em.flush();
  return made.id;
}
async function get(path: string, as: Headers = headers) {
  const response = await test.http({ url: `/api/v1/${path}`, headers: as });
  return { status: response.statusCode, ...response.json() };
}
const search = (q: string, as: Headers = headers, more = '') =>
  get(`knowledge/search?q=${encodeURIComponent(q)}${more}`, as);
const slugsOf = ({ items }: { items: { passage: { slug: string } }[] }) =>
  items.map(({ passage }) => passage.slug);

async function ask(question: string, more: object = {}, by = agent) {
  const registry = test.app.get(ToolRegistry, { strict: false });
  const outcome = await registry.execute(by, 'knowledge.answer', { question, ...more });
  await test.app.get(BackgroundTasks).idle();
  return (outcome as { output: any }).output;
}
const gaps = () => test.orm.em.fork().find(KnowledgeGap, {}, { orderBy: { createdAt: 'asc' } });

async function customer() {
  const { customer: person, headers: own } = await given.signedIn();
  const grants = { kind: 'customer', id: person.id, permissions: new Set<string>(customerGrants) } as const;
  return { id: person.id, headers: own as Headers, agent: onBehalfOf(grants, 'policy') };
}

beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  ({ headers, agent } = await customer());
  for (const { slug, title, body } of demoHandbook) await write({ slug, title, body });
  await write({
    slug: 'goodwill',
    body: 'An agent may grant a goodwill voucher of ₹350.',
    audience: 'staff',
  });
  const old = { slug: 'key-deposit', title: 'Key deposit' };
  await write({
    ...old,
    body: 'The key deposit is ₹200.',
    validFrom: daysFrom(-30),
    validUntil: daysFrom(-3),
  });
  await write({ ...old, version: 2, body: 'The key deposit is ₹900.', validFrom: daysFrom(-3) });
  await runJob(test, 'knowledge.embed');
});
afterAll(() => test.close());

describe('searching the documents', () => {
  it('finds the passage, and where in it the words stand', async () => {
    const { items } = await search('what does moving a visit cost?');
    const [{ passage, highlights }] = items;
    expect(passage).toMatchObject({
      slug: 'cancellation',
      heading: 'Cancellation > Moving a visit',
      isInForce: true,
    });
    const marked = highlights.map(({ start, end }: { start: number; end: number }) =>
      passage.text.slice(start, end),
    );
    expect(marked).toEqual(expect.arrayContaining(['Moving', 'visit', 'moving']));
  });

  it.each([
    ['deemak ke ilaaj ki guarantee kitni hai', 'warranty'],
    ['क्या टेक्नीशियन का पुलिस वेरिफिकेशन होता है', 'safety'],
    ['paise wapas aane me kitne din lagte hai', 'refunds'],
  ])('finds what is asked for in Hindi: %s', async (q, slug) => {
    expect(slugsOf(await search(q))).toContain(slug);
  });

  it('finds what is for staff only for staff', async () => {
    const staff = (await given.staffSignedIn({ role: 'ops_agent' })).headers;
    const found = await search('goodwill voucher', staff);
    expect(slugsOf(found)[0]).toBe('goodwill');
    expect(slugsOf(await search('goodwill voucher'))).not.toContain('goodwill');
    const path = `knowledge/passages/${found.items[0].passage.id}`;
    expect((await get(path, staff)).text).toContain('₹350');
    expect(await get(path)).toMatchObject({ status: 404, code: 'PASSAGE_NOT_FOUND' });
    expect(JSON.stringify(await ask('how much is the goodwill voucher?'))).not.toContain('350');
  });

  it('finds the version that held at the moment', async () => {
    const [now] = (await search('key deposit')).items;
    expect(now.passage).toMatchObject({ version: 2, text: 'The key deposit is ₹900.' });
    const at = `&at=${encodeURIComponent(daysFrom(-5).toISOString())}`;
    const [then] = (await search('key deposit', headers, at)).items;
    expect(then.passage).toMatchObject({ version: 1, text: 'The key deposit is ₹200.', isInForce: false });
    expect(await get(`knowledge/passages/${then.passage.id}`)).toMatchObject({
      text: 'The key deposit is ₹200.',
    });
  });

  it('no longer finds what was deleted, and finds what was added, without a new start', async () => {
    const id = await write({ slug: 'umbrella', body: 'Umbrellas are lent free of charge on rainy days.' });
    await runJob(test, 'knowledge.embed');
    const [first] = (await search('umbrella lent')).items;
    expect(first.passage.slug).toBe('umbrella');
    await test.orm.em.fork().nativeDelete(KnowledgeDocument, { id });
    expect(slugsOf(await search('umbrella lent'))).not.toContain('umbrella');
    expect(await get(`knowledge/passages/${first.passage.id}`)).toMatchObject({ status: 404 });
  });

  it('keeps the address of a passage when it is embedded anew', async () => {
    const [{ passage }] = (await search('what does moving a visit cost?')).items;
    await test.orm.em
      .fork()
      .nativeUpdate(KnowledgeChunk, { id: passage.id }, { contentHash: '0'.repeat(64) });
    await runJob(test, 'knowledge.embed');
    expect(await get(`knowledge/passages/${passage.id}`)).toMatchObject({ text: passage.text });
  });

  it.each([
    'knowledge/search',
    'knowledge/search?q=a',
    'knowledge/search?q=fee&limit=21',
    `knowledge/search?q=${'a'.repeat(501)}`,
    'knowledge/search?q=fee&at=monday',
  ])('refuses %s', async (path) => {
    expect((await get(path)).status).toBe(400);
  });
});

describe('answering out of the documents', () => {
  it('quotes the sentence, and says where it stands', async () => {
    const { kind, grounding, quotes } = await ask('how long is the warranty on waterproofing?');
    expect({ kind, isSure: grounding > 0.6 }).toEqual({ kind: 'answered', isSure: true });
    const [quote] = quotes.filter(({ text }: { text: string }) => text.startsWith('Waterproofing'));
    expect(quote.text).toBe('Waterproofing: 1 year');
    const passage = await get(`knowledge/passages/${quote.passageId}`);
    expect(passage.text.slice(quote.start, quote.end)).toBe('| Waterproofing | 1 year |');
  });

  it('answers by the terms of the day that is asked about', async () => {
    const { quotes } = await ask('how much is the key deposit?', { at: daysFrom(-5).toISOString() });
    expect(quotes[0]).toMatchObject({ version: 1, text: 'The key deposit is ₹200.', isInForce: false });
  });

  it('goes on with what was asked before', async () => {
    const earlier = ['how long is the warranty on painting?'];
    const { quotes } = await ask('and on waterproofing?', { earlier });
    expect(quotes.map(({ text }: { text: string }) => text)).toContain('Waterproofing: 1 year');
  });

  it('says nothing where the documents are silent, and keeps the question once, without who asked', async () => {
    const question = 'my number is 98765 43210, do you sell bicycles?';
    expect(await ask(question)).toMatchObject({ kind: 'silent', quotes: [] });
    const other = await customer();
    await ask('do you sell bicycles? 98765 43210 my number', {}, other.agent);
    const kept = (await gaps()).filter((gap) => gap.question.includes('bicycles'));
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({
      times: 2,
      status: 'open',
      question: 'my number is …, do you sell bicycles?',
    });
  });
});

describe('questions without an answer', () => {
  it('are listed for staff, who mark them, and open again when they are asked again', async () => {
    await ask('do you repair violins?');
    const staff = (await given.staffSignedIn({ role: 'admin' })).headers;
    const listed = await get('ops/knowledge/gaps?sort=-times&limit=100', staff);
    const gap = listed.items.find(({ question }: { question: string }) => question.includes('violins'));
    const mark = (status: string, by: Headers, version = '"1"') =>
      test.http({ method: 'PATCH', url: `/api/v1/ops/knowledge/gaps/${gap.id}`, headers: { ...by, 'if-match': version }, payload: { status } }); // prettier-ignore
    expect((await mark('answered', headers)).statusCode).toBe(403);
    expect((await mark('answered', staff, '"7"')).statusCode).toBe(412);
    expect((await mark('answered', staff)).json()).toMatchObject({ status: 'answered', version: 2 });
    await ask('do you repair violins?');
    expect(await get(`ops/knowledge/gaps/${gap.id}`, staff)).toMatchObject({ status: 'open', times: 2 });
    expect((await get('ops/knowledge/gaps')).status).toBe(403);
  });

  it('asked at the same moment are one', async () => {
    const service = test.app.get(GapsService, { strict: false });
    const others = await Promise.all([customer(), customer(), customer()]);
    await Promise.all(
      others.map((each) => service.keep(each.agent, { question: 'do you rent trumpets?', grounding: 0.1 })),
    );
    expect((await gaps()).filter((gap) => gap.question.includes('trumpets'))).toMatchObject([{ times: 3 }]);
  });

  it('go with the only one who asked, and stay with the others', async () => {
    const [one, other] = [await customer(), await customer()];
    await ask('do you tune the harp of Zubin?', {}, one.agent);
    for (const each of [one, other]) await ask('do you rent out tents?', {}, each.agent);
    const source = test.app.get(KnowledgePersonalData, { strict: false });
    await test.orm.em.fork().transactional((em) => source.erase(em, one.id));
    const left = (await gaps()).map(({ question }) => question);
    expect(left.filter((question) => /harp|tents/.test(question))).toEqual(['do you rent out tents?']);
    await test.orm.em.fork().transactional((em) => source.erase(em, other.id));
    expect((await gaps()).some(({ question }) => question.includes('tents'))).toBe(false);
  });
});
