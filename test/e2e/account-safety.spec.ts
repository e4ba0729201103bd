// Whoever has a customer's token for a moment must not have the account for good, and the owner is told of what looks like it.
import sharp from 'sharp';
import { RequestContext } from '@mikro-orm/core';
import type { Subcategory } from '../../src/catalogue/service.entity.js';
import { Customer, type CustomerStatus } from '../../src/customers/customer.entity.js';
import { PasswordProofService } from '../../src/customers/password-proof.service.js';
import type { AccountNotice } from '../../src/sessions/account.events.js';
import { AccountsService } from '../../src/sessions/accounts.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given, type SignedIn } from '../support/given.js';
import { traces } from '../support/life.js';
import { mailsTo } from '../support/mails.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());
afterEach(() => vi.restoreAllMocks());

let count = 0;
const newPhone = () => `+9196${String(++count).padStart(8, '0')}`;
const rewrite = (id: string, change: object) =>
  test.orm.em.fork().nativeUpdate(Customer, { id }, change as never);
const row = ({ customer }: SignedIn) => test.orm.em.fork().findOneOrFail(Customer, { id: customer.id });

/** With both addresses, none of them verified unless `story` says otherwise. */
async function customer(story: object = {}): Promise<SignedIn> {
  const signedIn = await given.signedIn();
  await rewrite(signedIn.customer.id, { phone: newPhone(), ...story });
  return { ...signedIn, customer: await row(signedIn) };
}
const profileOf = ({ customer: { name, email, phone, language } }: SignedIn) => ({
  name,
  email,
  phone,
  language,
});
const put = ({ headers }: SignedIn, payload: object) =>
  test.http({ method: 'PUT', url: '/api/v1/users/me', headers, payload });
const verified = () => ({ emailVerifiedAt: test.clock.now(), phoneVerifiedAt: test.clock.now() });

describe('another e-mail address or number', () => {
  it.each(['email', 'phone'] as const)('takes the password: %s', async (field) => {
    const asha = await customer(verified());
    const change = { [field]: field === 'email' ? 'thief@example.com' : newPhone() };
    for (const [sent, code] of [
      [{}, 'PASSWORD_NEEDED'],
      [{ password: 'not the password' }, 'PASSWORD_WRONG'],
    ] as const) {
      const answer = await put(asha, { ...profileOf(asha), ...change, ...sent });
      expect([answer.statusCode, answer.json().code]).toEqual([403, code]);
    }
    const removed = await put(asha, { ...profileOf(asha), [field]: null });
    expect(removed.json().code).toBe('PASSWORD_NEEDED');
    expect(await row(asha)).toEqual(asha.customer);
    expect((await put(asha, { ...profileOf(asha), name: 'Asha Iyer' })).statusCode).toBe(200);
  });

  it('tells nobody without the password whose it is', async () => {
    const [asha, other] = [await customer(), await customer()];
    const proven = { emailVerifiedAt: test.clock.now() };
    await test.orm.em.fork().nativeUpdate(Customer, { id: other.customer.id }, proven);
    const taken = { ...profileOf(asha), email: other.customer.email };
    expect((await put(asha, taken)).json().code).toBe('PASSWORD_NEEDED');
    expect((await put(asha, { ...taken, password: 'not the password' })).json().code).toBe('PASSWORD_WRONG');
    expect((await put(asha, { ...taken, password })).json().code).toBe('CONTACT_TAKEN');
  });

  it('allows five guesses, however many come at once', async () => {
    const asha = await customer();
    const change = { ...profileOf(asha), email: 'guesser@example.com' };
    const guesses = Array.from({ length: 12 }, (_, index) =>
      put(asha, { ...change, password: `guess ${index}` }),
    );
    const codes = (await Promise.all(guesses)).map((answer) => answer.json().code);
    expect(codes.filter((code) => code === 'PASSWORD_WRONG')).toHaveLength(5);
    expect(codes.filter((code) => code === 'TOO_MANY_GUESSES')).toHaveLength(7);
    expect((await put(asha, { ...change, password })).statusCode).toBe(429);
  });

  it('is refused when the password was changed while the old one was looked at', async () => {
    const asha = await customer();
    const proof = test.app.get(PasswordProofService, { strict: false });
    const check = proof.check.bind(proof);
    vi.spyOn(proof, 'check').mockImplementation(async (id, guess) => {
      const hash = await check(id, guess);
      await rewrite(id, { passwordHash: 'another hash' });
      return hash;
    });
    const answer = await put(asha, { ...profileOf(asha), email: 'thief@example.com', password });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'PASSWORD_WRONG']);
    expect((await row(asha)).email).toBe(asha.customer.email);
  });

  it.each([
    ['both were verified', ['emailVerifiedAt', 'phoneVerifiedAt'], ['email', 'phone']],
    ['the mail address was verified', ['emailVerifiedAt'], ['email']],
    ['the number was verified', ['phoneVerifiedAt'], ['phone']],
    ['nothing was verified', [], []],
  ] as const)('is told where the owner was reached before: %s', async (_, known, told) => {
    const asha = await customer(Object.fromEntries(known.map((field) => [field, test.clock.now()])));
    const elsewhere = { email: `thief${++count}@example.com`, phone: newPhone() };
    expect((await put(asha, { ...profileOf(asha), ...elsewhere, password })).statusCode).toBe(200);
    for (const field of ['email', 'phone'] as const) {
      const texts = (await mailsTo(test, asha.customer[field]!)).map(({ text }) => text);
      expect(texts.map((text) => text.includes('was changed'))).toEqual(
        told.includes(field as never) ? [true] : [],
      );
      expect(await mailsTo(test, elsewhere[field])).toEqual([]);
    }
    // Nothing is kept of where they were reached but what a reader may see.
    const { email, phone } = asha.customer;
    expect(await traces(test, { email: email!, phone: phone! })).toEqual({ email: [], phone: [] });
  });

  it('is told to nobody when it is only the name', async () => {
    const asha = await customer(verified());
    await put(asha, { ...profileOf(asha), name: 'Asha Iyer', password });
    expect(await mailsTo(test, asha.customer.email!)).toEqual([]);
  });
});

describe('what endangers an account is told', () => {
  const notify = ({ customer: { id } }: SignedIn, notice: AccountNotice) =>
    RequestContext.create(test.orm.em, () =>
      test.orm.em.transactional(async () =>
        test.app.get(AccountsService, { strict: false }).notify({ kind: 'customer', id }, notice),
      ),
    );

  it.each(['refresh_token_reused', 'api_key_created'] as const)(
    'by text message to who has no e-mail address: %s',
    async (notice) => {
      for (const language of ['en', 'hi']) {
        const asha = await customer({ email: null, language });
        await notify(asha, notice);
        const messages = await mailsTo(test, asha.customer.phone!);
        expect(messages).toMatchObject([{ channel: 'sms' }]);
        expect(messages[0]!.text.length).toBeLessThanOrEqual(language === 'hi' ? 70 : 160);
      }
    },
  );

  it('where the owner is known to be', async () => {
    const asha = await customer({ phoneVerifiedAt: test.clock.now() });
    await notify(asha, 'api_key_created');
    expect(await mailsTo(test, asha.customer.phone!)).toHaveLength(1);
    expect(await mailsTo(test, asha.customer.email!)).toEqual([]);
  });

  it.each(['email', 'phone'] as const)('ten times a day at most: by %s', async (way) => {
    const asha = await customer({ [`${way}VerifiedAt`]: test.clock.now() });
    for (let each = 0; each < 12; each++) await notify(asha, 'api_key_created');
    expect(await mailsTo(test, asha.customer[way]!)).toHaveLength(10);
    test.clock.advance(86_400_000);
    await notify(asha, 'api_key_created');
    expect(await mailsTo(test, asha.customer[way]!)).toHaveLength(11);
  });
});

describe('what came in before the account was gone', () => {
  const statuses: CustomerStatus[] = ['locked', 'deleted', 'erased'];

  it.each(statuses)('and is written after it, is refused: %s', async (status) => {
    const asha = await customer();
    const service = await given.service();
    const provider = await given.provider({ subcategory: service.subcategory as Subcategory });
    const image = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123456' } })
      .png()
      .toBuffer();
    const word = `CANARY${status}`;
    const { headers } = asha;
    const png = { ...headers, 'content-type': 'image/png' };
    const address = { line: word, pincode: '560034' };
    const { id: addressId } = await given.address(asha.customer);
    const visit = {
      serviceId: service.id,
      providerId: provider.id,
      startsAt: '2026-12-05T10:00:00+05:30',
      addressId,
    };
    const requests = {
      avatar: { method: 'PUT', url: 'users/me/avatar', headers: png, payload: image },
      'no avatar': { method: 'DELETE', url: 'users/me/avatar', headers },
      profile: { method: 'PUT', url: 'users/me', headers, payload: { ...profileOf(asha), name: word } },
      address: { method: 'POST', url: 'users/me/addresses', headers, payload: address },
      booking: { method: 'POST', url: 'bookings', headers, payload: visit },
    } as const;
    const send = (what: keyof typeof requests) =>
      test.http({ ...requests[what], url: `/api/v1/${requests[what].url}` });
    // The session is seen, and believed while the clock stands still: the requests after it are as good as let in before the change.
    expect((await send('avatar')).statusCode).toBe(204);
    const eraseAt = status === 'deleted' ? test.clock.now() : null;
    await rewrite(asha.customer.id, { status, eraseAt });
    for (const what of Object.keys(requests) as (keyof typeof requests)[]) {
      const answer = await send(what);
      expect([what, answer.statusCode, answer.json().code]).toEqual([what, 401, 'UNAUTHENTICATED']);
    }
    expect(await traces(test, { word })).toEqual({ word: [] });
  });

  it.each(statuses)('does not know the password any more: %s', async (status) => {
    const asha = await customer();
    await test.http({ url: '/api/v1/users/me', headers: asha.headers });
    const erased = status === 'erased' ? { passwordHash: '' } : {};
    await rewrite(asha.customer.id, {
      status,
      eraseAt: status === 'deleted' ? test.clock.now() : null,
      ...erased,
    });
    const answer = await put(asha, { ...profileOf(asha), email: 'thief@example.com', password });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'PASSWORD_WRONG']);
  });
});

it('a password is the same on every keyboard, also where an account is closed', async () => {
  const { headers } = await given.signedIn();
  const payload = { password: 'ｃｏｒｒｅｃｔ horse 42' };
  const answer = await test.http({ method: 'DELETE', url: '/api/v1/users/me', headers, payload });
  expect(answer.statusCode).toBe(204);
});
