// The registry of agents: what staff see of them, switch off, set, try and take back, while customers talk to them.
import type { InjectOptions } from 'fastify';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { newTalker, talker } from '../conversations/conversation.js';
import { proposedBy, writingAgents } from '../conversations/writing-agents.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';

let test: TestApp;
let given: Given;
let admin: { authorization: string };
beforeAll(async () => {
  test = await startApp({ settings: { DEMO_DATA: true } });
  given = givenIn(test);
  admin = (await given.staffSignedIn({ role: 'admin' })).headers;
});
afterAll(() => test.close());
afterEach(async () => {
  for (const { agent } of writingAgents.filter(({ agent }) => agent !== 'safety')) await toggle(agent, true);
  test.clock.advance(1_000);
});

const agents = (method: 'GET' | 'POST', path = '', rest: InjectOptions = {}) =>
  test.http({ method, url: `/api/v1/agents${path}`, ...rest, headers: { ...admin, ...rest.headers } });
const toggle = (agent: string, enabled: boolean, headers = {}) =>
  agents('POST', `/${agent}/toggle`, { payload: { enabled, reason: 'For a test.' }, headers });
const create = (agent: string, settings: object) =>
  agents('POST', `/${agent}/versions`, { payload: { settings, note: 'For a test.' } });
const publish = (agent: string, payload: object, headers = {}) =>
  agents('POST', `/${agent}/publish`, { payload, headers });

describe('what staff see', () => {
  it('is every agent with what it declares, how it is set and how it does', async () => {
    const { items } = (await agents('GET')).json();
    const booking = items.find(({ name }: { name: string }) => name === 'booking');
    expect(booking).toMatchObject({
      kind: 'frame',
      mayBeSwitchedOff: true,
      health: 'healthy',
      configuration: { isEnabled: true, liveVersion: 0, candidateVersion: null },
      settingsSchema: { properties: { timesOffered: { default: 6, minimum: 2, maximum: 6 } } },
    });
    expect(booking.intents).toContain('book_service');
    expect((await agents('GET', '/status')).json()).toMatchObject({ settingsSchema: null, kind: 'aside' });
    expect((await agents('GET', '/nobody')).statusCode).toBe(404);
    expect((await agents('GET', '/status?days=31')).statusCode).toBe(400);
  });

  it('is for those who may look, and changed only by those who may configure', async () => {
    const viewer = (await given.staffSignedIn({ role: 'viewer' })).headers;
    const { headers: customer } = await newTalker(test, given);
    const payload = { enabled: false, reason: 'Because.' };
    const tried = async (headers: { authorization: string }) => [
      (await agents('GET', '', { headers })).statusCode,
      (await agents('POST', '/status/toggle', { payload, headers })).statusCode,
      (await agents('POST', '/booking/publish', { payload: { number: 0 }, headers })).statusCode,
    ];
    expect(await tried(viewer)).toEqual([200, 403, 403]);
    expect(await tried(customer)).toEqual([403, 403, 403]);
  });

  it('is how many turns an agent had, missed, failed and brought something about in', async () => {
    const customer = await newTalker(test, given);
    await customer.say('zxcv qwrt plmk');
    const fallback = (await agents('GET', '/fallback?days=2')).json();
    expect(fallback.performance).toMatchObject({ errors: 0, lastUsedAt: expect.any(String) });
    expect(fallback.performance.turns).toBeGreaterThanOrEqual(1);
    expect(fallback.performance.misses).toBeGreaterThanOrEqual(1);
    expect(fallback.performance.meanMs).toBeGreaterThanOrEqual(0);
  });
});

describe('an agent that is switched off', () => {
  it.each([
    ['cancel my booking', 'Cancelling is not possible in this chat'],
    ['meri booking cancel kar do', 'abhi visit cancel nahi ho sakti'],
    ['मेरी बुकिंग रद्द कर दो', 'अभी विज़िट रद्द नहीं हो सकती'],
  ])('says so, and nobody else takes its work: %s', async (message, said) => {
    await toggle('cancellation', false);
    const customer = await newTalker(test, given);
    const { reply, proposal, outcomes } = await customer.say(message);
    expect(reply.text).toContain(said);
    expect(reply.agents).toEqual(['fallback']);
    expect([proposal, outcomes]).toEqual([null, []]);
    expect((await agents('GET', '/cancellation')).json()).toMatchObject({ health: 'off' });
    await toggle('cancellation', true);
    expect((await customer.say(message)).reply.agents).toEqual(['cancellation']);
  });

  it('answers beside others, who do their own work', async () => {
    await toggle('status', false);
    const customer = await newTalker(test, given);
    const { reply } = await customer.say('what have I booked? and how much is a gas refill?');
    expect(reply.text).toContain('cannot be looked up in this chat');
    expect(reply.agents).toContain('service');
    await toggle('status', true);
  });

  it.each(writingAgents.filter(({ agent }) => agent !== 'safety').map((writer, nth) => ({ ...writer, nth })))(
    '$agent drops what it was arranging, and a yes does nothing',
    async (writer) => {
      const customer = await proposedBy(writer, test, given, writer.nth);
      const before = await writer.effects(test.orm.em.fork(), customer.customerId);
      await toggle(writer.agent, false);
      const closed = await customer.say('yes');
      expect(closed.reply.text).toContain('What we were arranging is dropped.');
      expect([closed.proposal, closed.outcomes]).toEqual([null, []]);
      await toggle(writer.agent, true);
      expect((await customer.say('yes')).outcomes).toEqual([]);
      expect(await writer.effects(test.orm.em.fork(), customer.customerId)).toBe(before);
      await test.orm.em
        .fork()
        .nativeUpdate(
          Booking,
          { customer: customer.customerId },
          { status: 'cancelled', cancellationFeePaise: 0 },
        );
    },
  );

  it('drops it with a word also where something else is asked', async () => {
    const customer = await proposedBy(writingAgents[0]!, test, given, 0);
    await toggle('booking', false);
    const { reply, proposal } = await customer.say('how much is a gas refill?');
    expect(reply.text).toContain('What we were arranging is dropped.');
    expect(reply.agents).toContain('service');
    expect(proposal).toBeNull();
    expect((await customer.say('thanks')).reply.text).not.toContain('dropped');
  });

  it('is never the one for danger, nor the one who answers when nobody else does', async () => {
    for (const agent of ['safety', 'fallback']) {
      const refused = await toggle(agent, false);
      expect([refused.statusCode, refused.json().code]).toEqual([409, 'AGENT_ALWAYS_ON']);
    }
  });

  it('is off on other processes within a second, and who did it is in the audit log', async () => {
    const other = await startApp({
      database: { ...test.database, close: async () => {} },
      clock: test.clock,
    });
    const { customerId, headers } = await newTalker(test, given);
    const there = talker(other, customerId, headers);
    await there.say('hello');
    await toggle('account', false);
    test.clock.advance(1_000);
    expect((await there.say('how do i change my registered number')).reply.text).toContain(
      'cannot be looked up',
    );
    await toggle('account', true);
    const trace = await test.orm.em
      .fork()
      .find(AuditEntry, { action: 'agent.disabled', objectId: 'account' });
    expect(trace[0]!.after).toMatchObject({ isEnabled: false, liveVersion: 0 });
    await other.close();
  });

  it('is switched by whoever has seen how it stands', async () => {
    const seen = (await agents('GET', '/noting/configuration')).headers.etag as string;
    expect((await toggle('noting', false, { 'if-match': seen })).statusCode).toBe(200);
    const late = await toggle('noting', true, { 'if-match': seen });
    expect(late.statusCode).toBe(412);
  });
});

describe('the settings of an agent', () => {
  const timesOffered = async (customer: Awaited<ReturnType<typeof newTalker>>) => {
    const { reply } = await customer.say('ac repair tomorrow, 560034');
    return reply.text.match(/\d{1,2}:\d{2} [ap]m/g)!.length;
  };

  it('come in versions, which are compared, published and taken back', async () => {
    expect(await timesOffered(await newTalker(test, given))).toBe(6);
    const made = await create('booking', { timesOffered: 3 });
    expect(made.statusCode).toBe(201);
    const { number } = made.json();
    expect(await timesOffered(await newTalker(test, given))).toBe(6);
    const compared = await agents('GET', `/booking/versions/compare?from=0&to=${number}`);
    expect(compared.json().items).toEqual([{ setting: 'timesOffered', from: 6, to: 3 }]);
    const { etag } = (await agents('GET', '/booking/configuration')).headers;
    expect((await publish('booking', { number }, { 'if-match': etag as string })).statusCode).toBe(200);
    expect((await publish('booking', { number }, { 'if-match': etag as string })).statusCode).toBe(412);
    expect(await timesOffered(await newTalker(test, given))).toBe(3);
    const versions = (await agents('GET', '/booking/versions')).json().items;
    expect(versions[0]).toMatchObject({ number, settings: { timesOffered: 3 }, note: 'For a test.' });
    expect((await agents('POST', '/booking/rollback')).json()).toMatchObject({ liveVersion: 0 });
    expect(await timesOffered(await newTalker(test, given))).toBe(6);
    const nothing = await agents('POST', '/booking/rollback');
    expect([nothing.statusCode, nothing.json().code]).toEqual([409, 'NOTHING_TO_ROLL_BACK']);
  });

  it.each([
    ['booking', { timesOffered: 1 }, 422, 'AGENT_SETTINGS_INVALID'],
    ['booking', { timesOffered: 3, more: 1 }, 422, 'AGENT_SETTINGS_INVALID'],
    ['status', {}, 409, 'AGENT_WITHOUT_SETTINGS'],
    ['nobody', {}, 404, 'AGENT_NOT_FOUND'],
  ])('that do not fit %s are refused: %j', async (agent, settings, status, code) => {
    const refused = await create(agent, settings);
    expect([refused.statusCode, refused.json().code]).toEqual([status, code]);
  });

  it('are published only where there is such a version', async () => {
    expect((await publish('booking', { number: 999 })).statusCode).toBe(404);
    expect((await publish('booking', { number: 0, percent: 0 })).statusCode).toBe(400);
  });

  it('are tried by some conversations, each of which keeps its own, and counted apart', async () => {
    const { number } = (await create('booking', { timesOffered: 2 })).json();
    await publish('booking', { number, percent: 50 });
    const offered: number[] = [];
    for (let index = 0; index < 12; index++) {
      const customer = await newTalker(test, given);
      const count = await timesOffered(customer);
      await customer.say('forget it');
      expect(await timesOffered(customer)).toBe(count);
      offered.push(count);
    }
    // By the hashes of their ids: that all of twelve fall on one side happens once in two thousand runs.
    expect(new Set(offered)).toEqual(new Set([2, 6]));
    const { byVersion } = (await agents('GET', '/booking?days=3')).json().performance;
    const tried = byVersion.find(({ version }: { version: number }) => version === number);
    expect(tried.turns).toBe(3 * offered.filter((count) => count === 2).length);
    expect((await agents('POST', '/booking/rollback')).json()).toMatchObject({
      liveVersion: 0,
      candidateVersion: null,
      candidatePercent: null,
    });
    expect(await timesOffered(await newTalker(test, given))).toBe(6);
  });
});
