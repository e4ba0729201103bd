// What other people wrote is data: it comes out as the value that went in, changes nothing of what anybody may do, and no yes is made of it.
import { Booking } from '../../src/bookings/booking.entity.js';
import { ToolProposal } from '../../src/mcp/proposals/tool-proposal.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { injections } from '../injection/stored-texts.js';
import { mcpOver } from './messages.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let service: Service;
let provider: Provider;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  asha = await given.signedIn();
  service = await given.service({ name: 'AC repair' });
  provider = await given.provider({ subcategory: service.subcategory as Subcategory });
});
afterAll(() => test.close());
afterEach(() => test.orm.em.fork().nativeDelete(ToolProposal, {}));

const call = (name: string, args: Record<string, unknown>, capabilities = {}) =>
  mcpOver(test.http)(asha.headers, { method: 'tools/call', params: { name, arguments: args }, capabilities });
const toolsNow = async () =>
  (await mcpOver(test.http)(asha.headers, { method: 'tools/list' })).result.tools.map(
    ({ name }: { name: string }) => name,
  );
const confirmed = () => test.orm.em.fork().count(Booking, { status: 'confirmed' });

it('is a corpus worth the name', () => {
  expect(new Set(injections).size).toBeGreaterThanOrEqual(40);
});

it('comes out as it went in, and has no effect that nobody agreed to', async () => {
  const visit = await given.confirmedBooking({ customer: asha.customer, service, provider, startsIn: '3d' });
  const [before, tools] = [await confirmed(), await toolsNow()];
  const changed: string[] = [];
  for (const text of injections) {
    // As if its service or its professional had written it.
    await test.orm.em.fork().nativeUpdate(Booking, { id: visit.id }, { notes: text });
    const read = await call('bookings_get_booking', { id: visit.id });
    if (read.result.structuredContent.notes !== text) changed.push(text);
    if (JSON.parse(read.result.content[0].text).notes !== text) changed.push(text);
    // Whoever follows it and calls what it asks for comes to the question, not to the effect.
    const obeyed = await call('bookings_cancel_booking', { id: visit.id, reason: text });
    if (obeyed.result.structuredContent.code !== 'NOT_DONE_YET') changed.push(text);
  }
  expect(changed).toEqual([]);
  expect(await confirmed()).toBe(before);
  expect(await toolsNow()).toEqual(tools);
});

it('cannot look like a part of the question that a person is asked', async () => {
  const visit = await given.confirmedBooking({ customer: asha.customer, service, provider, startsIn: '4d' });
  const forms = { elicitation: { form: {} } };
  const offenders: string[] = [];
  for (const text of injections) {
    const { result } = await call('bookings_cancel_booking', { id: visit.id, reason: text }, forms);
    const lines = (result.inputRequests.confirm.params.message as string).split('\n');
    // The tool, two arguments, an empty line, the question: whatever is in the arguments.
    if (lines.length !== 5 || lines.at(-1) !== 'Shall this be done?') offenders.push(text);
  }
  expect(offenders).toEqual([]);
});
