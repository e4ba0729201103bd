// Tax invoices and credit notes: one for each visit that is done, numbered without a gap, never changed.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { getDocumentProxy, extractText } from 'unpdf';
import { ListenerRegistry, OutboxEvent } from '#libs/events';
import { Booking, BookingItem } from '../../src/bookings/booking.entity.js';
import { City, Pincode } from '../../src/catalogue/place.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { Invoice } from '../../src/invoices/invoice.entity.js';
import { InvoicesPersonalData } from '../../src/invoices/invoices.personal-data.js';
import { InvoicesService } from '../../src/invoices/invoices.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type BookingStory, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let finance: { authorization: string };
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  asha = await given.signedIn({ name: 'आशा राव Rao' });
  bala = await given.signedIn();
  finance = (await given.staffSignedIn({ role: 'finance' })).headers;
});
afterAll(() => test.close());

const em = () => test.orm.em.fork() as SqlEntityManager;
const hear = (listener: string, event: object) =>
  test.app
    .get(ListenerRegistry, { strict: false })
    .find(listener)!
    .hear(event as never, {} as never);
const invoice = (id: string, who: SignedIn = asha) =>
  test.http({ url: `/api/v1/bookings/${id}/invoice`, headers: who.headers });
/** 1,000 rupees and 18 % of tax, done. */
async function done(story: BookingStory = {}): Promise<Booking> {
  const booking = await given.confirmedBooking({ customer: asha.customer, totalPaise: 1180_00, ...story });
  const fork = em();
  await fork.nativeUpdate(BookingItem, { booking: booking.id }, { unitPaise: 1000_00, amountPaise: 1000_00 });
  fork.create(BookingItem, {
    booking: booking.id,
    position: 1,
    kind: 'tax',
    code: 'gst',
    label: 'GST (18 %)',
    unitPaise: booking.totalPaise - 1000_00,
    amountPaise: booking.totalPaise - 1000_00,
  });
  await fork.flush();
  await fork.nativeUpdate(Booking, { id: booking.id }, { status: 'completed' });
  return booking;
}
async function completed(story: BookingStory = {}): Promise<Booking> {
  const booking = await done(story);
  const event = { aggregate: { type: 'booking', id: booking.id } };
  await hear('bookings.settle_visits', event);
  await hear('invoices.issue', event);
  return booking;
}
const money = (id: string, path: string, payload: object) =>
  test.http({ method: 'POST', url: `/api/v1/ops/bookings/${id}/${path}`, payload, headers: finance });
async function refunded(id: string, amountPaise: number): Promise<void> {
  await money(id, 'payments', { amountPaise: 1180_00, method: 'upi', reference: `UTR-${id}` });
  const answer = await money(id, 'refunds', { amountPaise, clause: 'REF-3', reason: 'Left out.' });
  expect(answer.statusCode).toBe(201);
  const events = await em().find(OutboxEvent, { type: 'payment.refunded', aggregateId: id });
  // Each at least once.
  for (const event of [...events, ...events]) await hear('invoices.credit', { data: event.data });
}

describe('an invoice', () => {
  it('is issued once for a visit that is done, with the tax of the place', async () => {
    const { id, reference } = await completed();
    await hear('invoices.issue', { aggregate: { type: 'booking', id } });
    expect((await invoice(id)).json()).toMatchObject({
      invoice: {
        number: 'HS/26-27/0000001',
        bookingReference: reference,
        buyerName: asha.customer.name,
        placeOfSupply: 'Karnataka',
        sacCode: '9987',
        taxablePaise: 1000_00,
        cgstPaise: 90_00,
        sgstPaise: 90_00,
        igstPaise: 0,
        totalPaise: 1180_00,
      },
      creditNotes: [],
    });
  });

  it('has integrated tax where the work is done in another state', async () => {
    const booking = await done();
    const { city } = await em().findOneOrFail(Pincode, { code: booking.pincode }, { populate: ['city'] });
    await em().nativeUpdate(City, { id: city.id }, { state: 'Kerala' });
    await hear('invoices.issue', { aggregate: { type: 'booking', id: booking.id } });
    await em().nativeUpdate(City, { id: city.id }, { state: 'Karnataka' });
    expect((await invoice(booking.id)).json().invoice).toMatchObject({
      placeOfSupply: 'Kerala',
      cgstPaise: 0,
      igstPaise: 180_00,
    });
  });

  it('keeps what was so that day, whatever the customer is called since', async () => {
    const { id } = await completed();
    await em().nativeUpdate(Customer, { id: asha.customer.id }, { name: 'Another Name' });
    expect((await invoice(id)).json().invoice.buyerName).toBe(asha.customer.name);
    await em().nativeUpdate(Customer, { id: asha.customer.id }, { name: asha.customer.name });
  });

  it('is there when the work is done, and for nobody else', async () => {
    const { id } = await given.confirmedBooking({ customer: asha.customer });
    expect((await invoice(id)).json()).toMatchObject({ status: 409, code: 'INVOICE_NOT_ISSUED' });
    const { id: hers } = await completed();
    expect((await invoice(hers, bala)).statusCode).toBe(404);
    const print = await test.http({ url: `/api/v1/bookings/${hers}/invoice.pdf`, headers: bala.headers });
    expect(print.statusCode).toBe(404);
  });

  it('is printed, with names in Devanagari and its credit note', async () => {
    const { id } = await completed();
    await refunded(id, 118_00);
    const answer = await test.http({ url: `/api/v1/bookings/${id}/invoice.pdf`, headers: asha.headers });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    const { invoice: first, creditNotes } = (await invoice(id)).json();
    expect(answer.headers['content-disposition']).toContain(first.number.replaceAll('/', '-'));
    const { text, totalPages } = await extractText(
      await getDocumentProxy(new Uint8Array(answer.rawPayload)),
      { mergePages: true },
    );
    expect(totalPages).toBe(2);
    for (const wanted of [
      first.number,
      creditNotes[0].number,
      '29AAAAA0000A1Z5',
      'राव',
      '1,180.00',
      'CGST 9 %',
    ])
      expect(text).toContain(wanted);
  });
});

describe('a credit note', () => {
  it('is issued once for what was given back, with its tax', async () => {
    const { id } = await completed();
    await refunded(id, 118_01);
    const { invoice: original, creditNotes } = (await invoice(id)).json();
    expect(creditNotes).toMatchObject([
      {
        kind: 'credit_note',
        number: expect.stringMatching(/^CN\/26-27\/\d{7}$/),
        totalPaise: 118_01,
        cgstPaise: 9_00,
      },
    ]);
    expect(creditNotes[0].items[0].label).toContain(original.number);
  });
});

describe('numbers', () => {
  const sequences = async (kind: 'invoice' | 'credit_note', financialYear: string) => {
    const all = await em().find(Invoice, { kind, financialYear }, { orderBy: { sequence: 'asc' } });
    return all.map(({ sequence }) => sequence);
  };

  it('have no gap, though many are issued at once and some are rolled back', async () => {
    const service = test.app.get(InvoicesService, { strict: false });
    const bookings: Booking[] = [];
    for (let index = 0; index < 12; index++) bookings.push(await done());
    const outcomes = await Promise.allSettled(
      bookings.map(({ id }, index) =>
        em().transactional(async (tx) => {
          await service.issue(tx as SqlEntityManager, id);
          if (index % 3 === 0) throw new Error('The process dies.');
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(4);
    const numbers = await sequences('invoice', '26-27');
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(numbers.length).toBeGreaterThanOrEqual(8);
  });

  it('begin anew on the first of April, by the clock of the business', async () => {
    const last = await done();
    const first = await done();
    const issue = (id: string) => hear('invoices.issue', { aggregate: { type: 'booking', id } });
    test.clock.set(new Date('2027-03-31T18:29:59Z'));
    await issue(last.id);
    test.clock.set(new Date('2027-03-31T18:30:00Z'));
    await issue(first.id);
    expect(await em().findOneOrFail(Invoice, { booking: last.id })).toMatchObject({ financialYear: '26-27' });
    expect(await em().findOneOrFail(Invoice, { booking: first.id })).toMatchObject({
      number: 'HS/27-28/0000001',
    });
  });
});

describe('what is issued', () => {
  it.each([
    `update invoices set total_paise = total_paise + 1, taxable_paise = taxable_paise + 1`,
    `update invoices set buyer_name = 'Somebody else'`,
    `delete from invoices`,
  ])('is not changed: %s', async (damage) => {
    await expect(em().execute(damage)).rejects.toThrow(/never changed|foreign key/);
  });

  it('forgets a customer who leaves, but for what the law wants kept', async () => {
    const { id: small } = await completed({ customer: bala.customer });
    const { id: large } = await completed({ customer: bala.customer, totalPaise: 59_000_00 });
    await em().transactional((tx) =>
      test.app.get(InvoicesPersonalData, { strict: false }).erase(tx, bala.customer.id),
    );
    const kept = async (booking: string) => (await em().findOneOrFail(Invoice, { booking })).buyerName;
    expect([await kept(small), await kept(large)]).toEqual(['', bala.customer.name]);
  });
});
