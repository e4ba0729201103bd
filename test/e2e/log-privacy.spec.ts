// Whatever happens, however much is logged: nothing of a person stands in the log.
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Subcategory } from '../../src/catalogue/service.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import { fileForm, picture } from '../support/uploads.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp({ logLevel: 'trace' });
  given = givenIn(test);
});
afterAll(() => test.close());

const person = {
  name: 'Canary Kumari',
  email: 'canary.kumari@example.com',
  phone: '+919812345670',
  password: 'a bird sings 42 songs',
};
const address = { line: '77, Canary Lane, Koramangala', pincode: '560034' };
const notes = 'the canary is in the yard';
const canaries = ['canary', 'kumari', '9812345670', 'bird sings'];

const post = (url: string, payload: object, headers: object = {}) =>
  test.http({ method: 'POST', url: `/api/v1/${url}`, payload, headers: { ...headers } });

/** What of these stands in the log. */
function leaked(secrets: readonly string[] = []): string[] {
  const log = JSON.stringify(test.log);
  return [...canaries, ...secrets].filter((canary) => log.toLowerCase().includes(canary.toLowerCase()));
}

it('not of what they do', async () => {
  const service = await given.service();
  const provider = await given.provider({ subcategory: service.subcategory as Subcategory });
  const registered = await post('auth/register', person);
  expect(registered.statusCode).toBe(201);
  const loggedIn = await post('auth/login', { identifier: person.email, password: person.password });
  const { accessToken, refreshToken } = loggedIn.json();
  const headers = { authorization: `Bearer ${accessToken}`, 'idempotency-key': 'canary-key' };
  const order = { serviceId: service.id, providerId: provider.id, address, notes };
  const booked = await post('bookings', { ...order, startsAt: '2026-11-21T10:00:00+05:30' }, headers);
  expect(booked.statusCode).toBe(201);
  await test.http({ url: '/api/v1/users/me?token=canary', headers });
  await test.http({ url: '/api/v1/nowhere/canary', headers });
  await post('chat/message', { message: `I am ${person.name}, at ${address.line}` }, headers);
  expect(test.log.filter((line) => line.msg === 'request').length).toBeGreaterThan(5);
  expect(leaked([accessToken, refreshToken])).toEqual([]);
});

it('not of what they complain of', async () => {
  const { headers } = await given.signedIn();
  const told = { category: 'quality', subject: notes, description: address.line };
  const { id } = (await post('complaints', told, headers)).json();
  await post(`complaints/${id}/updates`, { body: notes }, headers);
  for (const bytes of [
    await picture().png().toBuffer(),
    Buffer.from('canary'),
    Buffer.from('%PDF- canary'),
  ]) {
    const { payload, headers: type } = fileForm(bytes, 'canary kumari.png');
    await post(`complaints/${id}/attachments`, payload, { ...headers, ...type });
  }
  await post(`complaints/${id}/resolve`, { reason: notes }, headers);
  const rated = await post(`complaints/${id}/survey`, { score: 1, comment: notes }, headers);
  expect(rated.statusCode).toBe(200);
  const files = await test.http({ url: `/api/v1/complaints/${id}/attachments`, headers });
  const [{ url }] = files.json().items;
  expect((await test.http({ url })).statusCode).toBe(200);
  expect(leaked([new URL(url, 'http://here').searchParams.get('signature')!])).toEqual([]);
});

it('not of what is refused', async () => {
  await post('auth/register', { ...person, email: 'canary', unknown: notes });
  await post('auth/register', person);
  await post('auth/login', { identifier: person.email, password: 'a bird sings no song' });
  await post('auth/login', { identifier: person.phone });
  await test.http({ url: '/api/v1/users/me', headers: { authorization: 'Bearer canary' } });
  expect(leaked()).toEqual([]);
});

it('not of what fails', async () => {
  const execute = (sql: string) => (test.orm.em.fork() as SqlEntityManager).execute(sql);
  await execute(`create function broken() returns trigger language plpgsql as
    $$ begin raise exception 'broken' using detail = new.email; end $$`);
  await execute('create trigger broken before insert on customers for each row execute function broken()');
  const failed = await post('auth/register', {
    ...person,
    email: 'second.canary@example.com',
    phone: undefined,
  });
  await execute('drop trigger broken on customers');
  expect(failed.statusCode).toBe(500);
  expect(test.log.filter((line) => line.err)).toHaveLength(1);
  expect(leaked()).toEqual([]);
});
