// The story builders write what the API shows: a story that starts from them starts from a state that can be.
import { startApp, type TestApp } from './app.js';
import { givenIn, type Given } from './given.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());

it('a confirmed booking is there for its customer, and for no other', async () => {
  const [owner, other] = [await given.signedIn(), await given.signedIn()];
  const booking = await given.confirmedBooking({ customer: owner.customer, startsIn: '2h' });
  const ask = (headers: { authorization: string }) =>
    test.http({ url: `/api/v1/bookings/${booking.id}`, headers });
  expect((await ask(owner.headers)).json()).toMatchObject({
    id: booking.id,
    status: 'confirmed',
    startsAt: new Date(test.clock.now().getTime() + 7_200_000).toISOString(),
  });
  expect((await ask(other.headers)).statusCode).toBe(404);
});

it('a provider of a service has free slots in its shifts', async () => {
  const { headers } = await given.signedIn();
  const service = await given.service({ pincodes: ['400050'], durationMinutes: 60 });
  const subcategory = service.subcategory as never;
  await given.provider({ subcategory, pincode: '400050', shifts: [{ from: 10 * 60, to: 12 * 60 }] });
  const answer = await test.http({
    url: `/api/v1/services/${service.id}/slots?pincode=400050&date=2026-11-22`,
    headers,
  });
  const times = answer.json().items.map((slot: { startsAt: string }) => slot.startsAt);
  expect(times[0]).toBe('2026-11-22T04:30:00.000Z');
  expect(times.at(-1)).toBe('2026-11-22T05:30:00.000Z');
});
