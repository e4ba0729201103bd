// What customers are told of: what is due again, of the season, or like what they have booked; of their own visits alone.
import { RequestContext } from '@mikro-orm/core';
import { ToolRegistry } from '#libs/tools';
import { onBehalfOf, type Actor } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import type { Service } from '../../src/catalogue/service.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
let ac: Service;
let manager: { headers: { authorization: string } };
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  ac = await given.service({ name: 'AC service', slug: 'ac-service', pricePaise: 599_00 });
  await given.service({ name: 'Far service', pincodes: ['110001'], subcategory: ac.subcategory as never });
  manager = await given.staffSignedIn({ role: 'ops_manager' });
  await cycle({ dueAfterMonths: 6, seasonMonths: [1] });
});
afterAll(() => test.close());

async function cycle(payload: object, more: object = {}, by = manager) {
  const url = `/api/v1/ops/recommendations/cycles/${ac.subcategory.id}`;
  const answer = await test.http({ method: 'PUT', url, headers: { ...by.headers, ...more }, payload });
  return { status: answer.statusCode, body: answer.json() };
}

async function told(by: SignedIn, language = '', query = '') {
  const headers = { ...by.headers, ...(language && { 'accept-language': language }) };
  const answer = await test.http({ url: `/api/v1/recommendations${query}`, headers });
  expect(answer.statusCode).toBe(200);
  return answer.json().items;
}

const done = (by: SignedIn, startsIn: string) =>
  given.confirmedBooking({ customer: by.customer, service: ac, status: 'completed', startsIn });

it('tells of what is due again, with the reason, and another customer nothing of it', async () => {
  const [asha, bala] = [await given.signedIn(), await given.signedIn()];
  const { endsAt } = await done(asha, '-335d');
  expect(await told(asha)).toEqual([
    {
      service: { id: ac.id, slug: 'ac-service', name: 'AC service' },
      kind: 'due',
      reason: 'AC service: the last one was 11 months ago, and it is due every 6 months.',
      lastAt: endsAt.toISOString(),
      fromPaise: 599_00,
    },
  ]);
  expect(await told(bala)).toEqual([]);
});

it('says it in the language that is asked for, else in that of the profile', async () => {
  const asha = await given.signedIn();
  await done(asha, '-335d');
  expect((await told(asha, 'hi-IN,en;q=0.5'))[0].reason).toMatch(/^AC service: .*11 महीने/);
  await test.orm.em.fork().nativeUpdate(Customer, { id: asha.customer.id }, { language: 'hi' });
  expect((await told(asha))[0].reason).toMatch(/महीने/);
  expect((await told(asha, 'en-IN'))[0].reason).toMatch(/months ago/);
});

it('never tells of what was just done, or is booked already', async () => {
  const [asha, bala] = [await given.signedIn(), await given.signedIn()];
  await done(asha, '-335d');
  await done(asha, '-2d');
  await done(bala, '-335d');
  await given.confirmedBooking({ customer: bala.customer, service: ac, startsIn: '2d' });
  expect([await told(asha), await told(bala)]).toEqual([[], []]);
});

it('is asked for by customers, with a bound', async () => {
  const asha = await given.signedIn();
  for (const query of ['?limit=0', '?limit=11', '?customerId=x']) {
    const answer = await test.http({ url: `/api/v1/recommendations${query}`, headers: asha.headers });
    expect(answer.statusCode).toBe(400);
  }
  const staff = await test.http({ url: '/api/v1/recommendations', headers: manager.headers });
  expect(staff.statusCode).toBe(403);
});

it('is what agents suggest for their customer', async () => {
  const asha = await given.signedIn();
  await done(asha, '-335d');
  const customer = { kind: 'customer', id: asha.customer.id, permissions: new Set(customerGrants) } as Actor;
  const outcome = await RequestContext.create(test.orm.em, () =>
    test.app.get(ToolRegistry).execute(onBehalfOf(customer, 'booking'), 'recommendations.list', {}),
  );
  expect(outcome).toMatchObject({ ok: true, output: { items: [{ kind: 'due', service: { id: ac.id } }] } });
});

it('goes by what staff say, who see each other and leave a record', async () => {
  const asha = await given.signedIn();
  await done(asha, '-100d');
  expect(await told(asha)).toEqual([]);
  const { body } = await cycle({ dueAfterMonths: 3, seasonMonths: [12, 1, 1] });
  expect(body).toMatchObject({ dueAfterMonths: 3, seasonMonths: [1, 12] });
  expect((await told(asha))[0].kind).toBe('due');
  const stale = { 'if-match': `"${body.version - 1}"` };
  expect((await cycle({ dueAfterMonths: 6, seasonMonths: [] }, stale)).status).toBe(412);
  expect((await cycle({ dueAfterMonths: 0, seasonMonths: [] })).status).toBe(400);
  expect((await cycle({ dueAfterMonths: 6, seasonMonths: [13] })).status).toBe(400);
  expect((await cycle({ dueAfterMonths: 6, seasonMonths: [] }, {}, asha)).status).toBe(403);
  const entries = await test.orm.em.fork().count(AuditEntry, { action: 'service_cycle.changed' });
  expect(entries).toBe(2);
});
