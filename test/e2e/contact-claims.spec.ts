// Whose an address is that several say is theirs: nobody's before it is proven, then one's (docs/decisions/0026-proving-a-contact-wins.md).
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { password } from '../support/given.js';
import { mailsTo, tokenIn } from '../support/mails.js';
import { queriesDuring } from '../support/queries.js';
import { settle } from '../support/settle.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

let number = 0;
const next = () => ++number;
/** Each from a network of their own. */
const newAddress = () => `10.7.${Math.floor(next() / 250)}.${(number % 250) + 1}`;
const newEmail = () => `claimed${next()}@example.com`;
const newPhone = () => `+9198${String(next()).padStart(8, '0')}`;

const api = (path: string, payload: object = {}, headers = {}, remoteAddress = newAddress()) =>
  test.http({ method: 'POST', url: `/api/v1/${path}`, payload, headers, remoteAddress });

interface Claimant {
  id: string;
  headers: { authorization: string };
  password: string;
}

/** Registers, and another link or code may be sent again. */
async function claims(
  contact: { email?: string; phone?: string },
  name = `Claimant ${next()}`,
): Promise<Claimant> {
  const secret = `a phrase of number ${next()}`;
  const answer = await api('auth/register', { name, password: secret, ...contact });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  await settle(test);
  test.clock.advance(60_000);
  const { user, accessToken } = answer.json();
  return { id: user.id, headers: { authorization: `Bearer ${accessToken}` }, password: secret };
}

const login = async (identifier: string, { password: secret }: Claimant) =>
  (await api('auth/login', { identifier, password: secret })).json();
const row = ({ id }: Claimant) => test.orm.em.fork().findOneOrFail(Customer, { id });
/** Of each who was sent one, the newest first. */
const linksTo = async (email: string, subject?: string) =>
  (await mailsTo(test, email)).filter((mail) => !subject || mail.subject === subject).map(tokenIn);
const codesTo = async (phone: string) =>
  (await mailsTo(test, phone)).map(({ text }) => /\d{6}/.exec(text)![0]);
const verify = async (token: string) => (await api('auth/verify/email', { token })).statusCode;

describe('an address that somebody registered and never verified', () => {
  it('can be registered by its owner; until it is proven both log in by it', async () => {
    const email = newEmail();
    const squatter = await claims({ email });
    const owner = await claims({ email });
    expect((await login(email, squatter)).user.id).toBe(squatter.id);
    expect((await login(email, owner)).user.id).toBe(owner.id);
    expect((await api('auth/login', { identifier: email, password })).json().code).toBe('LOGIN_FAILED');
  });

  it.each(['first', 'second'] as const)(
    'is of the %s from the moment that they prove it, and nobody else’s',
    async (who) => {
      const email = newEmail();
      const [first, second] = [
        await claims({ email, phone: newPhone() }),
        await claims({ email, phone: newPhone() }),
      ];
      const [ofSecond, ofFirst] = await linksTo(email);
      const [winner, loser] = who === 'first' ? [first, second] : [second, first];
      const { phone } = await row(loser);
      expect(await verify(who === 'first' ? ofFirst! : ofSecond!)).toBe(204);

      expect(await row(winner)).toMatchObject({ email, emailVerified: true });
      expect(await row(loser)).toMatchObject({ email: null, phone, status: 'active' });
      expect((await login(email, winner)).user.id).toBe(winner.id);
      expect((await login(email, loser)).code).toBe('LOGIN_FAILED');
      expect((await login(phone!, loser)).user.id).toBe(loser.id);
      // The link of the other came to the same address, and is worth nothing any more.
      expect(await verify(who === 'first' ? ofSecond! : ofFirst!)).toBe(400);
      expect((await api('auth/register', { name: 'A Third', email, password })).json()).toMatchObject({
        status: 409,
        code: 'ALREADY_REGISTERED',
        field: 'email',
      });
    },
  );

  it('says on the other account only that it is gone: not who has it, and to nobody by mail', async () => {
    const email = newEmail();
    const squatter = await claims({ email });
    const owner = await claims({ email });
    const [link] = await linksTo(email);
    await verify(link!);
    await settle(test);
    const profile = await test.http({ url: '/api/v1/users/me', headers: squatter.headers });
    expect([profile.statusCode, profile.json()]).toMatchObject([200, { email: null, emailVerified: false }]);
    const exported = await test.http({ url: '/api/v1/users/me/export', headers: squatter.headers });
    expect(exported.body).not.toContain(owner.id);
    expect((await mailsTo(test, email)).map(({ subject }) => subject)).toEqual(
      Array(2).fill('Confirm your e-mail address'),
    );
    const [entry, ...more] = await test.orm.em
      .fork()
      .find(AuditEntry, { objectId: squatter.id, action: 'customer.contact_lost' });
    expect([entry!.actorKind, entry!.after, more]).toEqual(['system', { field: 'email' }, []]);
  });

  it('can be given up for another one by who has lost it, with the password', async () => {
    const email = newEmail();
    const squatter = await claims({ email });
    await claims({ email });
    await verify((await linksTo(email))[0]!);
    const another = {
      name: 'Ravi',
      email: newEmail(),
      phone: null,
      language: 'en',
      password: squatter.password,
    };
    const put = (payload: object) =>
      test.http({ method: 'PUT', url: '/api/v1/users/me', headers: squatter.headers, payload });
    expect((await put({ ...another, email })).json().code).toBe('CONTACT_TAKEN');
    expect((await put(another)).statusCode).toBe(200);
    expect((await login(another.email, squatter)).user.id).toBe(squatter.id);
  });

  it('has one owner when all who claim it come with their links at once', async () => {
    const email = newEmail();
    const people = [await claims({ email }), await claims({ email }), await claims({ email })];
    const links = await linksTo(email);
    expect(links).toHaveLength(3);
    const answers = await Promise.all([...links, ...links].map(verify));
    expect(answers.filter((status) => status === 204)).toHaveLength(2);
    const rows = await Promise.all(people.map(row));
    expect(rows.filter((each) => each.emailVerified)).toHaveLength(1);
    expect(rows.filter((each) => each.email === email)).toHaveLength(1);
  });

  it('has one owner when two who claim each other’s address and number prove them at once', async () => {
    const contact = { email: newEmail(), phone: newPhone() };
    const people = [await claims(contact), await claims(contact)];
    const [byLink, byCode] = [people[0]!, people[1]!];
    const [link] = (await linksTo(contact.email)).slice(1);
    const [code] = await codesTo(contact.phone);
    const answers = await Promise.all([
      verify(link!),
      api('auth/verify/phone', { code }, byCode.headers).then(({ statusCode }) => statusCode),
    ]);
    expect(answers).toEqual([204, 204]);
    expect(await row(byLink)).toMatchObject({ ...contact, phone: null, emailVerified: true });
    expect(await row(byCode)).toMatchObject({ ...contact, email: null, phoneVerified: true });
  });

  it('is not claimed beside a proof that is under way', async () => {
    const email = newEmail();
    const owner = await claims({ email });
    const [link] = await linksTo(email);
    const register = () => api('auth/register', { name: `Late ${next()}`, email, password });
    const [proof, ...others] = await Promise.all([verify(link!), register(), register(), register()]);
    expect(proof).toBe(204);
    expect(others.every(({ statusCode }) => [201, 409].includes(statusCode))).toBe(true);
    const rows = await test.orm.em.fork().find(Customer, { email });
    expect(rows.map(({ id }) => id)).toEqual([owner.id]);
  });

  it('is proven by a forgotten password as well: whoever reads the mail chooses the account', async () => {
    const email = newEmail();
    const squatter = await claims({ email });
    const dayBefore = { createdAt: new Date((await row(squatter)).createdAt.getTime() - 86_400_000) };
    await test.orm.em.fork().nativeUpdate(Customer, { id: squatter.id }, dayBefore);
    const owner = await claims({ email });
    expect((await api('auth/password/forgot', { identifier: email })).statusCode).toBe(202);
    const mails = (await mailsTo(test, email)).filter(({ subject }) => subject === 'Choose a new password');
    expect(mails).toHaveLength(2);
    const days = mails.map(({ text }) => /made on (\d{4}-\d\d-\d\d)/.exec(text)![1]!);
    expect(new Set(days).size).toBe(2);
    // The one that was made last.
    const mine = mails[days.indexOf(days.toSorted().at(-1)!)]!;
    const anew = 'a brand new phrase 7';
    expect((await api('auth/password/reset', { token: tokenIn(mine), password: anew })).statusCode).toBe(204);
    expect(await row(owner)).toMatchObject({ email, emailVerified: true });
    expect(await row(squatter)).toMatchObject({ email: null });
    const other = mails.find((mail) => mail !== mine)!;
    expect((await api('auth/password/reset', { token: tokenIn(other), password: anew })).json().code).toBe(
      'LINK_REFUSED',
    );
  });

  it('tells in its link that there are others, and who is alone with it nothing of the kind', async () => {
    const email = newEmail();
    await claims({ email });
    await claims({ email });
    const [second, first] = await mailsTo(test, email);
    expect([first!, second!].map(({ text }) => text.includes('More than one account'))).toEqual([
      false,
      true,
    ]);
  });
});

describe('a number that somebody registered and never verified', () => {
  it('is of who comes with the code that was sent to them; the code of another is nothing to them', async () => {
    const phone = newPhone();
    const [squatter, owner] = [await claims({ phone }), await claims({ phone })];
    const [ofOwner, ofSquatter] = await codesTo(phone);
    expect((await login(phone, owner)).user.id).toBe(owner.id);
    const confirm = async (code: string, { headers }: Claimant) =>
      (await api('auth/verify/phone', { code }, headers)).statusCode;
    // One in a million: they were sent the same.
    const foreign = ofSquatter === ofOwner ? '' : ofSquatter!;
    expect(await confirm(foreign, owner)).toBe(400);
    expect(await confirm(ofOwner!, owner)).toBe(204);
    expect(await row(squatter)).toMatchObject({ phone: null });
    expect((await login(phone, squatter)).code).toBe('LOGIN_FAILED');
    expect(await confirm(ofSquatter!, squatter)).toBe(400);
  });

  it('is proven by the code of a forgotten password', async () => {
    const phone = newPhone();
    const [squatter, owner] = [await claims({ phone }), await claims({ phone })];
    await api('auth/password/forgot', { identifier: phone });
    const texts = (await mailsTo(test, phone)).filter(({ text }) => text.includes('choose a new password'));
    expect(texts.map(({ text }) => text.includes('(For the account made on'))).toEqual([true, true]);
    const code = /\d{6}/.exec(texts[0]!.text)![0];
    const reset = { identifier: phone, code, password: 'a brand new phrase 7' };
    expect((await api('auth/password/reset', reset)).statusCode).toBe(204);
    const rows = await Promise.all([squatter, owner].map(row));
    expect(rows.map(({ phoneVerified }) => phoneVerified).toSorted()).toEqual([false, true]);
    expect(rows.map((each) => each.phone).filter((each) => each !== null)).toEqual([phone]);
  });
});

describe('pressing twice', () => {
  it('is one registration, from the same place under the same name; elsewhere, or later, it is another person’s', async () => {
    const person = { name: 'Asha Rao', email: newEmail(), password };
    const here = newAddress();
    const register = (change: object = {}, address = here) =>
      api('auth/register', { ...person, ...change }, {}, address).then(({ statusCode }) => statusCode);
    expect((await Promise.all([register(), register(), register()])).toSorted()).toEqual([201, 409, 409]);
    expect(await register()).toBe(409);
    expect(await register({ name: 'Ravi' })).toBe(201);
    expect(await register({}, newAddress())).toBe(201);
    test.clock.advance(600_001);
    expect(await register()).toBe(201);
  });
});

describe('guesses at one account', () => {
  const guess = async (identifier: string, address: string, secret = 'not this one') =>
    (await api('auth/login', { identifier, password: secret }, {}, address)).statusCode;

  it('are five in all, by whichever of its names', async () => {
    const [email, phone, address] = [newEmail(), newPhone(), newAddress()];
    const { password: secret } = await claims({ email, phone });
    const codes: number[] = [];
    for (const name of [email, phone, email, phone, email, phone, email])
      codes.push(await guess(name, address));
    expect(codes).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(await guess(phone, address, secret)).toBe(429);
    expect(await guess(phone, newAddress(), secret)).toBe(200);
  });

  it('cost as many statements for a name that nobody has', async () => {
    const email = newEmail();
    await claims({ email });
    const costs: string[][] = [];
    for (const name of [email, newEmail()]) {
      await settle(test);
      const queries = await queriesDuring(test.orm, () => guess(name, newAddress()));
      costs.push(queries.map((query) => query.trim().slice(0, 20)));
    }
    expect(costs[0]).toEqual(costs[1]);
    expect(costs[0]!.length).toBeGreaterThan(4);
  });

  it('do not lock out somebody else, whose names are others', async () => {
    const [email, other, address] = [newEmail(), newEmail(), newAddress()];
    await claims({ email });
    const stranger = await claims({ email: other });
    for (let time = 0; time < 6; time++) await guess(email, address);
    expect(await guess(other, address, stranger.password)).toBe(200);
  });

  it('are not forgotten because somebody logs in to an account of their own that claims the same address', async () => {
    const [email, address] = [newEmail(), newAddress()];
    const victim = await claims({ email });
    const attacker = await claims({ email });
    const codes: number[] = [];
    for (let time = 0; time < 4; time++) {
      codes.push(await guess(email, address), await guess(email, address, attacker.password));
    }
    expect(codes).toContain(429);
    expect(await guess(email, address, victim.password)).toBe(429);
    expect(await guess(email, newAddress(), victim.password)).toBe(200);
  });

  it('at the code of a forgotten password are three in all', async () => {
    const [email, phone, address] = [newEmail(), newPhone(), newAddress()];
    const { id } = await claims({ email, phone });
    await test.orm.em.fork().nativeUpdate(Customer, { id }, { phoneVerifiedAt: test.clock.now() });
    await api('auth/password/forgot', { identifier: phone }, {}, address);
    const [code] = await codesTo(phone);
    const reset = async (identifier: string, typed: string) =>
      (
        await api(
          'auth/password/reset',
          { identifier, code: typed, password: 'a brand new phrase 7' },
          {},
          address,
        )
      ).statusCode;
    const wrong = code === '000000' ? '000001' : '000000';
    for (const name of [email, phone, email]) expect(await reset(name, wrong)).toBe(400);
    expect(await reset(phone, code!)).toBe(400);
  });
});
