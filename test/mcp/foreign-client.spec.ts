// What a client of somebody else can do with us, on both revisions: the SDK's own, as another process.
import { Booking } from '../../src/bookings/booking.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { listening } from '../support/realtime.js';
import { foreignClient, revisions, type ClientTask } from './foreign-client.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let service: Service;
let provider: Provider;
let url: string;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  service = await given.service({ name: 'AC repair', pricePaise: 500_00 });
  provider = await given.provider({ subcategory: service.subcategory as Subcategory });
  url = `${await listening(test)}/mcp`;
});
afterAll(() => test.close());
afterEach(() =>
  test.orm.em.fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 }),
);

const tokenOf = ({ headers }: SignedIn) => headers.authorization.replace('Bearer ', '');
const client = (who: SignedIn, task: Omit<ClientTask, 'url' | 'token'>) =>
  foreignClient({ url, token: tokenOf(who), ...task });
const order = () => ({
  name: 'bookings_create_booking',
  arguments: {
    serviceId: service.id,
    providerId: provider.id,
    startsAt: '2026-11-21T10:00:00+05:30',
    address: { line: '12, 5th Cross, Koramangala', pincode: '560034' },
  },
});
const bookingsOf = ({ customer }: SignedIn) =>
  test.orm.em.fork().count(Booking, { customer: customer.id, status: 'confirmed' });

describe.each(revisions)('a client of %s', (revision) => {
  it('lists what its person may do, reads at once, and fills in what is typed', async () => {
    const visit = await given.confirmedBooking({
      customer: asha.customer,
      service,
      provider,
      startsIn: '3d',
    });
    const { results, revision: spoken } = await client(asha, {
      revision,
      steps: [
        { call: 'listTools' },
        { call: 'callTool', with: { name: 'bookings_get_booking', arguments: { id: visit.id } } },
        {
          call: 'callTool',
          with: { name: 'bookings.list_bookings', arguments: { limit: 1, sort: '-startsAt' } },
        },
        { call: 'readResource', with: { uri: `desk://bookings/${visit.id}` } },
        { call: 'listResources' },
        { call: 'listPrompts' },
        { call: 'getPrompt', with: { name: 'book_visit', arguments: { service: 'AC repair' } } },
        {
          call: 'complete',
          with: {
            ref: { type: 'ref/resource', uri: 'desk://bookings/{id}' },
            argument: { name: 'id', value: visit.id.slice(0, 8) },
          },
        },
      ],
    });
    expect(spoken).toBe(revision);
    const [tools, booking, bookings, resource, resources, prompts, prompt, completion] = results.map(
      ({ result, error }) => result ?? error,
    );
    const names = tools.tools.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['bookings_create_booking', 'proposals_confirm']));
    expect(names.filter((name: string) => !/^[A-Za-z0-9_-]{1,64}$/.test(name))).toEqual([]);
    expect(booking.structuredContent).toMatchObject({ id: visit.id, reference: visit.reference });
    expect(bookings.structuredContent.items[0]).toMatchObject({ id: visit.id });
    expect(JSON.parse(resource.contents[0].text)).toMatchObject({ id: visit.id });
    expect(resources.resources.map(({ uri }: { uri: string }) => uri)).toContain(
      `desk://bookings/${visit.id}`,
    );
    expect(prompts.prompts.map(({ name }: { name: string }) => name)).toEqual([
      'book_visit',
      'complain_about_visit',
    ]);
    expect(prompt.messages[0].content.text).toContain('"AC repair"');
    expect(completion.completion.values).toContain(visit.id);
  });

  it('books when its person says yes, and only then', async () => {
    const no = await client(asha, { revision, says: 'no', steps: [{ call: 'callTool', with: order() }] });
    expect(no.asked).toHaveLength(1);
    expect(no.results[0]!.result).toMatchObject({ isError: true, structuredContent: { code: 'DECLINED' } });
    expect(await bookingsOf(asha)).toBe(0);

    const yes = await client(asha, { revision, says: 'yes', steps: [{ call: 'callTool', with: order() }] });
    expect(yes.asked[0]).toContain(service.id);
    expect(yes.results[0]!.result.structuredContent).toMatchObject({ status: 'confirmed' });
    expect(await bookingsOf(asha)).toBe(1);
  });

  it('gets a proposal where it cannot ask, which one more call confirms, once', async () => {
    const first = await client(asha, { revision, steps: [{ call: 'callTool', with: order() }] });
    const told = first.results[0]!.result;
    expect(told).toMatchObject({ isError: true, structuredContent: { code: 'NOT_DONE_YET' } });
    expect(await bookingsOf(asha)).toBe(0);

    const { id } = told.structuredContent.data.proposal;
    const confirm = { call: 'callTool', with: { name: 'proposals_confirm', arguments: { id } } };
    const other = await client(bala, { revision, steps: [confirm] });
    expect(other.results[0]!.result).toMatchObject({
      isError: true,
      structuredContent: { code: 'PROPOSAL_UNKNOWN' },
    });
    const [once, twice] = (await client(asha, { revision, steps: [confirm, confirm] })).results;
    expect(once!.result.structuredContent).toMatchObject({ status: 'confirmed' });
    expect(twice!.result.structuredContent).toEqual(once!.result.structuredContent);
    expect(await bookingsOf(asha)).toBe(1);
  });

  it('sees nothing of another customer', async () => {
    const visit = await given.confirmedBooking({
      customer: asha.customer,
      service,
      provider,
      startsIn: '3d',
    });
    const { results } = await client(bala, {
      revision,
      steps: [
        { call: 'callTool', with: { name: 'bookings_get_booking', arguments: { id: visit.id } } },
        { call: 'readResource', with: { uri: `desk://bookings/${visit.id}` } },
        { call: 'listResources' },
        { call: 'callTool', with: { name: 'bookings_delete_bookng', arguments: {} } },
      ],
    });
    expect(results[0]!.result).toMatchObject({
      isError: true,
      structuredContent: { code: 'BOOKING_NOT_FOUND' },
    });
    expect(results[1]!.error).toMatchObject({ code: -32_602 });
    expect(JSON.stringify(results[2])).not.toContain(visit.id);
    expect(results[3]!.error).toMatchObject({ code: -32_602 });
  });
});
