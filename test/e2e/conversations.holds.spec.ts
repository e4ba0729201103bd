// What is proposed in a conversation is kept while the customer decides: a yes books, whatever others have tried meanwhile.
import { newTalker, type Talker } from '../conversations/conversation.js';
import { SlotHold } from '../../src/slots/slot-hold.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
let asha: Talker;
let bala: SignedIn;
beforeAll(async () => {
  // A proposal outlives the hold of its slot, which is an hour at most.
  test = await startApp({ settings: { DEMO_DATA: true, PROPOSAL_MINUTES: 120 } });
  given = givenIn(test);
});
afterAll(() => test.close());
beforeEach(async () => {
  asha = await newTalker(test, given);
  bala = await given.signedIn();
});

const day = '2026-11-24';
const holds = (status?: SlotHold['status']) =>
  test.orm.em
    .fork()
    .find(SlotHold, { customer: asha.customerId, ...(status && { status }) }, { orderBy: { id: 'asc' } });
/** A slot that another customer wants to have, by REST. */
const wants = (hold: SlotHold) =>
  test.http({
    method: 'POST',
    url: '/api/v1/bookings',
    headers: bala.headers,
    payload: {
      serviceId: hold.service,
      providerId: hold.provider,
      startsAt: hold.startsAt.toISOString(),
      address: { line: '7, 3rd Cross, Koramangala', pincode: hold.pincode },
    },
  });
const bookingsOf = async (headers: Record<string, string>) =>
  (await test.http({ url: '/api/v1/bookings', headers })).json().items;

/** @param time `10 am`, another one in each test */
async function proposed(time: string): Promise<SlotHold> {
  await asha.say(`ac service in 560034 on ${day} at ${time}`);
  const answer = await asha.say('12, 5th cross, Koramangala');
  expect(answer.proposal).not.toBeNull();
  const [hold, ...others] = await holds('open');
  expect(others).toEqual([]);
  return hold!;
}

describe('a booking that is proposed', () => {
  it('keeps its slot: another customer is refused, and the yes books', async () => {
    const hold = await proposed('10 am');
    expect((await wants(hold)).json()).toMatchObject({ status: 409, code: 'SLOT_TAKEN' });
    const { booking } = await asha.say('yes');
    expect(await holds()).toMatchObject([{ id: hold.id, status: 'converted', bookingId: booking!.id }]);
    expect(await bookingsOf(asha.headers)).toHaveLength(1);
    expect(await bookingsOf(bala.headers)).toEqual([]);
  });

  it('is booked by the yes of many who race for it', async () => {
    const hold = await proposed('11 am');
    const [answer, ...rivals] = await Promise.all([asha.say('yes'), wants(hold), wants(hold), wants(hold)]);
    expect(answer.booking).not.toBeNull();
    expect(rivals.map((each) => each.statusCode)).toEqual([409, 409, 409]);
  });

  it.each(['no', 'forget it'])('gives the slot back at "%s"', async (word) => {
    const hold = await proposed(word === 'no' ? '12 pm' : '1 pm');
    await asha.say(word);
    expect(await holds()).toMatchObject([{ id: hold.id, status: 'released' }]);
    expect((await wants(hold)).statusCode).toBe(201);
  });

  it('gives the slot back for another one, and keeps that', async () => {
    const before = await proposed('2 pm');
    await asha.say('make it 4 pm instead');
    expect(await holds()).toMatchObject([
      { id: before.id, status: 'released' },
      { status: 'open', startsAt: new Date('2026-11-24T10:30:00Z') },
    ]);
    expect((await wants(before)).statusCode).toBe(201);
    expect((await asha.say('yes')).booking).not.toBeNull();
  });

  it('keeps the same hold while nothing but a note is added', async () => {
    const hold = await proposed('5 pm');
    await asha.say('please bring a ladder');
    expect(await holds()).toMatchObject([{ id: hold.id, status: 'open' }]);
  });

  it('gives back nothing that the customer holds by themselves', async () => {
    await asha.say(`ac service in 560034 on 2026-11-25 at 10 am`);
    await asha.say('12, 5th cross, Koramangala');
    const [{ service: serviceId, provider: providerId, pincode, startsAt }] = (await holds('open')) as [
      SlotHold,
    ];
    await asha.say('forget it');
    const payload = { serviceId, providerId, pincode, startsAt: startsAt.toISOString() };
    const own = await test.http({
      method: 'POST',
      url: '/api/v1/slot-holds',
      headers: asha.headers,
      payload,
    });
    await asha.say(`ac service in 560034 on 2026-11-25 at 10 am`);
    await asha.say('forget it');
    expect(await holds('open')).toMatchObject([{ id: own.json().id }]);
  });

  it('is honest when the hold has run out and somebody else was faster', async () => {
    const hold = await proposed('6 pm');
    test.clock.advance(61 * 60_000);
    expect((await wants(hold)).statusCode).toBe(201);
    const answer = await asha.say('yes');
    expect(answer.booking).toBeNull();
    expect(answer.reply.text).toMatch(/taken|gone|no longer free/i);
    expect(await bookingsOf(asha.headers)).toEqual([]);
  });
});

describe('a move that is proposed', () => {
  it('keeps the new slot: another customer is refused, and the yes moves', async () => {
    await asha.say('ac service in 560034 on 2026-11-26 at 10 am');
    await asha.say('12, 5th cross, Koramangala');
    await asha.say('yes');
    await asha.say('move it to 2026-11-27 at 3 pm');
    const [hold] = (await holds('open')) as [SlotHold];
    expect((await wants(hold)).statusCode).toBe(409);
    await asha.say('yes');
    expect(await bookingsOf(asha.headers)).toMatchObject([{ startsAt: hold.startsAt.toISOString() }]);
    expect(await holds('open')).toEqual([]);
  });

  it('gives the new slot back at "no"', async () => {
    await asha.say('ac service in 560034 on 2026-11-26 at 12 pm');
    await asha.say('12, 5th cross, Koramangala');
    await asha.say('yes');
    await asha.say('move it to 2026-11-27 at 5 pm');
    const [hold] = (await holds('open')) as [SlotHold];
    await asha.say('no');
    expect(await holds('open')).toEqual([]);
    expect((await wants(hold)).statusCode).toBe(201);
  });
});
