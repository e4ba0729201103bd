// An app that a person has let in, over MCP: the whole way from the refusal that tells it where to ask, to a tool that acts for the person.
import { Booking } from '../../src/bookings/booking.entity.js';
import { ToolProposal } from '../../src/mcp/proposals/tool-proposal.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenApps } from '../support/given-apps.js';
import { bearer } from '../support/given-keys.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { mcpOver } from './messages.js';

let test: TestApp;
let given: Given;
let apps: ReturnType<typeof givenApps>;
let send: ReturnType<typeof mcpOver>;
let asha: SignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  apps = givenApps(test.http);
  send = mcpOver(test.http);
});
afterAll(() => test.close());
beforeEach(async () => {
  asha = await given.signedIn();
});

const call = (token: string, name: string, args: object = {}) =>
  send(bearer(token), { method: 'tools/call', params: { name, arguments: args } });
const tokenFor = async (who: SignedIn, scope: string) =>
  (await apps.connect(who.headers, { scope })).tokens.access_token;

it('is told without a token where to get one', async () => {
  const refused = await test.http({ method: 'POST', url: '/mcp', payload: {} });
  expect(refused.statusCode).toBe(401);
  const [, address] = /resource_metadata="([^"]+)"/.exec(String(refused.headers['www-authenticate'])) ?? [];
  const metadata = await test.http({ url: new URL(address!).pathname });
  expect(metadata.json()).toMatchObject({ resource: 'http://localhost:3000/mcp' });
});

it('sees what the person has given it, and not what they may do besides', async () => {
  const names = async (token: string) => {
    const { result } = await send(bearer(token), {
      method: 'tools/list',
      query: '?tools=bookings,complaints',
    });
    return result.tools.map(({ name }: { name: string }) => name) as string[];
  };
  const reading = await names(await tokenFor(asha, 'read'));
  expect(reading).toContain('bookings_list_bookings');
  expect(reading).not.toContain('bookings_create_booking');
  const booking = await names(await tokenFor(asha, 'read book'));
  expect(booking).toContain('bookings_create_booking');
  // What is for people alone is not there.
  const own = await tokenFor(asha, 'read book');
  const keys = await send(bearer(own), { method: 'tools/list', query: '?tools=api_keys' });
  expect(keys).toMatchObject({ status: 400, problem: { code: 'TOOL_SETS_UNKNOWN' } });
});

it('reads for the person who let it in, and for nobody else', async () => {
  const bala = await given.signedIn();
  const { id } = await given.confirmedBooking({ customer: asha.customer, startsIn: '30h' });
  const read = await call(await tokenFor(asha, 'read'), 'bookings_get_booking', { id });
  expect(read.result.structuredContent).toMatchObject({ id });
  const foreign = await call(await tokenFor(bala, 'read'), 'bookings_get_booking', { id });
  expect(foreign.result).toMatchObject({ isError: true });
  expect(JSON.stringify(foreign.result)).toContain('BOOKING_NOT_FOUND');
});

it('cancels once the person has said so, by its own proposal alone', async () => {
  const { id } = await given.confirmedBooking({ customer: asha.customer, startsIn: '30h' });
  const status = async () => (await test.orm.em.fork().findOneOrFail(Booking, { id })).status;
  const token = await tokenFor(asha, 'read book');
  await call(token, 'bookings_cancel_booking', { id, reason: 'not needed' });
  expect(await status()).toBe('confirmed');
  const proposal = await test.orm.em
    .fork()
    .findOneOrFail(ToolProposal, { callerId: asha.customer.id, state: 'open' });
  // Another app of the same person has not proposed it.
  const other = await tokenFor(asha, 'read book');
  await call(other, 'proposals_confirm', { id: proposal.id });
  expect(await status()).toBe('confirmed');
  for (const _ of [1, 2]) await call(token, 'proposals_confirm', { id: proposal.id });
  expect(await status()).toBe('cancelled');
});

it('ends with the permission of the person', async () => {
  const token = await tokenFor(asha, 'read');
  expect((await call(token, 'bookings_list_bookings')).status).toBe(200);
  const own = await test.http({ url: '/api/v1/users/me/connected-apps', headers: asha.headers });
  const [app] = own.json().items ?? own.json();
  await test.http({
    method: 'DELETE',
    url: `/api/v1/users/me/connected-apps/${app.id}`,
    headers: asha.headers,
  });
  expect((await call(token, 'bookings_list_bookings')).status).toBe(401);
});
