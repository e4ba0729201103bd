// Calls that customers ask for: each their own, one at a time per window, and only to a number that is proven to be theirs.
import { RequestContext } from '@mikro-orm/core';
import { OutboxEvent } from '#libs/events';
import { ToolRegistry, type ToolOutcome } from '#libs/tools';
import { onBehalfOf, type Actor } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { CallbackRequest } from '../../src/callbacks/callback-request.entity.js';
import { CallbacksService } from '../../src/callbacks/callbacks.service.js';
import { Conversation } from '../../src/conversations/conversation.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import { givenIn, type Given } from '../support/given.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let given: Given;
let count = 0;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());
afterEach(() => test.clock.set(standardNow));

const tomorrow = { windowFrom: '2026-11-21T03:30:00.000Z', windowTo: '2026-11-21T06:30:00.000Z' };
const wish = { about: 'The bill is wrong.', ...tomorrow };
const asap = { about: 'The bill is wrong.' };

/** Signed in, with a number that is proven unless the story says otherwise. */
async function caller({ proven = true } = {}) {
  const { customer, headers } = await given.signedIn();
  const phone = `+9198765${String(++count).padStart(5, '0')}`;
  const em = test.orm.em.fork();
  await em.nativeUpdate(
    Customer,
    { id: customer.id },
    { phone, phoneVerifiedAt: proven ? standardNow : null },
  );
  const call = async (method: 'GET' | 'POST', path: string, payload?: object, key?: string) => {
    const sent = { ...headers, ...(key && { 'idempotency-key': key }) };
    const answer = await test.http({ method, url: `/api/v1/callbacks${path}`, headers: sent, payload });
    return { status: answer.statusCode, body: answer.json() };
  };
  const grants = { kind: 'customer', id: customer.id, permissions: new Set<string>(customerGrants) } as const;
  return { customer, call, actor: grants as Actor, agent: onBehalfOf(grants, 'callback') };
}

async function colleague(role: 'ops_agent' | 'viewer' = 'ops_agent') {
  const { headers, staff } = await given.staffSignedIn({ role });
  const call = async (method: 'GET' | 'POST', path: string) => {
    const answer = await test.http({ method, url: `/api/v1/callbacks${path}`, headers });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { staff, call };
}

const tool = (actor: Actor, name: string, args: object, confirmation?: string): Promise<ToolOutcome> =>
  test.app.get(ToolRegistry, { strict: false }).execute(actor, name, args, { confirmation });
const kept = (customer: string) => test.orm.em.fork().find(CallbackRequest, { customer });

describe('a request to be called', () => {
  it('is kept for its customer, told to staff who may call, and noted', async () => {
    const [agent, viewer] = [await colleague(), await colleague('viewer')];
    const asha = await caller();
    const { status, body } = await asha.call('POST', '', wish);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...wish, status: 'open', customerId: asha.customer.id, doneById: null });
    expect(body.reference).toMatch(/^CB-/);
    const em = test.orm.em.fork();
    const event = await em.findOneOrFail(OutboxEvent, { type: 'callback.requested', aggregateId: body.id });
    expect(event.data).toEqual({
      reference: body.reference,
      customerId: asha.customer.id,
      conversationId: null,
      ...tomorrow,
    });
    await settle(test);
    const told = await em.find(Notification, { kind: 'callback.requested' });
    const people = told
      .filter(({ data }) => (data as { callbackId: string }).callbackId === body.id)
      .map(({ personId }) => personId);
    expect(people).toContain(agent.staff.id);
    expect(people).not.toContain(viewer.staff.id);
    const audited = await em.find(AuditEntry, { objectId: body.id });
    expect(audited.map(({ action }) => action)).toEqual(['callback.requested']);
  });

  it('that is said again is answered with the one that is open, and another window is another one', async () => {
    const asha = await caller();
    const first = (await asha.call('POST', '', wish, 'call-key-1')).body;
    expect((await asha.call('POST', '', wish, 'call-key-1')).body).toEqual(first);
    expect((await asha.call('POST', '', { ...wish, about: 'Again.' }, 'call-key-2')).body).toEqual(first);
    const soon = (await asha.call('POST', '', asap)).body;
    expect((await asha.call('POST', '', asap)).body.id).toBe(soon.id);
    expect((await kept(asha.customer.id)).map(({ id }) => id)).toEqual([first.id, soon.id]);
    await asha.call('POST', `/${first.id}/cancel`);
    expect((await asha.call('POST', '', wish)).body.id).not.toBe(first.id);
  });

  it('is one however many come at once, and each customer has their own', async () => {
    const [asha, bala] = [await caller(), await caller()];
    const at = (actor: Actor) =>
      RequestContext.create(test.orm.em, () =>
        test.app.get(CallbacksService, { strict: false }).request(actor, {
          about: 'The bill.',
          windowFrom: null,
          windowTo: null,
        }),
      );
    const made = await Promise.all([at(asha.actor), at(asha.actor), at(bala.actor), at(asha.actor)]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(2);
    expect(await kept(asha.customer.id)).toHaveLength(1);
    expect(await kept(bala.customer.id)).toHaveLength(1);
  });

  it('is refused without a number that is proven, for a time that is over, and for half a window', async () => {
    const asha = await caller({ proven: false });
    expect(await asha.call('POST', '', wish)).toMatchObject({
      status: 409,
      body: { code: 'CALLBACK_PHONE_UNVERIFIED' },
    });
    const bala = await caller();
    test.clock.set(new Date(tomorrow.windowTo));
    expect(await bala.call('POST', '', wish)).toMatchObject({
      status: 422,
      body: { code: 'CALLBACK_WINDOW_OVER' },
    });
    for (const half of [{ windowTo: null }, { windowTo: tomorrow.windowFrom }, { windowFrom: null }])
      expect((await bala.call('POST', '', { ...wish, ...half })).body.code).toBe('VALIDATION_FAILED');
    expect([...(await kept(asha.customer.id)), ...(await kept(bala.customer.id))]).toEqual([]);
  });
});

describe('what becomes of it', () => {
  it('is listed to its customer and to staff, and to no other customer', async () => {
    const [asha, bala, staff] = [await caller(), await caller(), await colleague()];
    const { id } = (await asha.call('POST', '', wish)).body;
    const ids = async (who: { call: typeof staff.call }, query = '') =>
      (await who.call('GET', query)).body.items.map((item: { id: string }) => item.id);
    expect(await ids(asha)).toEqual([id]);
    expect(await ids(asha, '?status=done')).toEqual([]);
    expect(await ids(bala)).toEqual([]);
    expect(await ids(staff, '?status=open')).toContain(id);
    expect((await asha.call('GET', `/${id}`)).body).toMatchObject({ id, ...wish });
    expect((await staff.call('GET', `/${id}`)).status).toBe(200);
    expect((await bala.call('GET', `/${id}`)).status).toBe(404);
    expect((await (await colleague('viewer')).call('GET', '')).status).toBe(403);
  });

  it('is done by staff, once, with who and when', async () => {
    const [asha, staff] = [await caller(), await colleague()];
    const { id } = (await asha.call('POST', '', wish)).body;
    expect((await asha.call('POST', `/${id}/done`)).status).toBe(403);
    expect(await staff.call('POST', `/${id}/done`)).toMatchObject({
      status: 200,
      body: { status: 'done', doneById: staff.staff.id, closedAt: standardNow.toISOString() },
    });
    expect((await staff.call('POST', `/${id}/done`)).body.code).toBe('CALLBACK_CLOSED');
    expect((await asha.call('POST', `/${id}/cancel`)).body.code).toBe('CALLBACK_CLOSED');
  });

  it('is cancelled by its customer, and by no other', async () => {
    const [asha, bala] = [await caller(), await caller()];
    const { id } = (await asha.call('POST', '', wish)).body;
    expect((await bala.call('POST', `/${id}/cancel`)).status).toBe(404);
    expect((await asha.call('POST', `/${id}/cancel`)).body).toMatchObject({
      status: 'cancelled',
      doneById: null,
      closedAt: standardNow.toISOString(),
    });
  });
});

describe('the tools', () => {
  it('ask for one call per agreement, in a conversation of the customer', async () => {
    const [asha, bala] = [await caller(), await caller()];
    const em = test.orm.em.fork();
    const conversation = em.create(Conversation, {
      customer: asha.customer.id,
      lastMessageAt: standardNow,
    });
    await em.flush();
    const args = { ...wish, conversationId: conversation.id };
    const first = await tool(asha.agent, 'callbacks.request', args, 'agreed-1');
    expect(first).toMatchObject({ ok: true, output: { conversationId: conversation.id, status: 'open' } });
    const { id } = (first as { output: { id: string } }).output;
    await asha.call('POST', `/${id}/cancel`);
    // The same yes again finds what it has done, whatever has become of it.
    expect(await tool(asha.agent, 'callbacks.request', args, 'agreed-1')).toMatchObject({
      output: { id, status: 'cancelled' },
    });
    expect(await tool(bala.agent, 'callbacks.request', args, 'agreed-2')).toMatchObject({
      refusal: { code: 'CONVERSATION_NOT_FOUND' },
    });
    expect(await tool(asha.agent, 'callbacks.request', args)).toMatchObject({ ok: false });
  });

  it('list what the customer still waits for, and nothing of another customer', async () => {
    const [asha, bala] = [await caller(), await caller()];
    const open = (await asha.call('POST', '', wish)).body;
    const other = (await asha.call('POST', '', asap)).body;
    await asha.call('POST', `/${other.id}/cancel`);
    const listed = async ({ agent }: typeof asha) =>
      ((await tool(agent, 'callbacks.list', {})) as { output: { items: { id: string }[] } }).output.items;
    expect((await listed(asha)).map(({ id }) => id)).toEqual([open.id]);
    expect(await listed(bala)).toEqual([]);
  });

  it("show the customer's own profile with its contacts masked", async () => {
    const asha = await caller();
    const { output } = (await tool(asha.agent, 'customers.profile', {})) as { output: object };
    expect(output).toMatchObject({ name: 'Asha Rao', emailVerified: false, phoneVerified: true });
    expect(JSON.stringify(output)).not.toMatch(/person\d+@|98765/);
    const { staff } = await colleague();
    const nobody: Actor = { kind: 'staff', id: staff.id, permissions: new Set(['conversations.read']) };
    expect(await tool(nobody, 'customers.profile', {})).toMatchObject({ ok: false });
  });
});
