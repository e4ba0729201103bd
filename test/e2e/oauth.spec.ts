// An app acts for somebody who has let it in: for what they have given, as long as they like, and only where apps are let in.
import { startApp, type TestApp } from '../support/app.js';
import { AppsProbeModule, givenApps, newPkce, redirectUri } from '../support/given-apps.js';
import { bearer } from '../support/given-keys.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
let apps: ReturnType<typeof givenApps>;
let asha: SignedIn;
beforeAll(async () => {
  test = await startApp({ modules: [AppsProbeModule] });
  given = givenIn(test);
  apps = givenApps(test.http);
});
beforeEach(async () => {
  asha = await given.signedIn();
});
afterAll(() => test.close());

const minute = 60_000;
const probe = (token: string, what = 'read') => test.http({ url: `/apps-probe/${what}`, headers: bearer(token) });

it('is let in by the person, and acts for them', async () => {
  const clientId = await apps.register();
  const pkce = newPkce();
  const back = await apps.consented(asha.headers, apps.query(clientId, pkce));
  expect(back.href.split('?')[0]).toBe(redirectUri);
  expect(back.searchParams.get('state')).toBe('of the app');
  expect(back.searchParams.get('iss')).toBe('http://localhost:3000');
  const answer = await apps.redeem(clientId, back.searchParams.get('code')!, pkce.verifier);
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
  const tokens = answer.json();
  expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'read book' });
  const seen = await probe(tokens.access_token);
  expect(seen.json()).toEqual({
    kind: 'customer',
    id: asha.customer.id,
    permissions: expect.arrayContaining(['bookings.read', 'bookings.create']),
    grantId: expect.any(String),
  });
  expect(seen.json().permissions).not.toContain('conversations.read');
});
