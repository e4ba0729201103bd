import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import { secondFactorIn, stepMs } from '../support/second-factor.js';

let test: TestApp;
let given: Given;
let tools: ReturnType<typeof secondFactorIn>;
beforeAll(async () => {
  test = await startApp({ settings: { STAFF_SECOND_FACTOR_ROLES: 'admin, nosuchrole' } });
  given = givenIn(test);
  tools = secondFactorIn(test, given);
});
afterAll(() => test.close());
/** A step of its own for every test: a code works once. */
beforeEach(() => test.clock.advance(10 * stepMs));

const send: typeof tools.send = (...request) => tools.send(...request);
const impact = (headers: Record<string, string>, query: string) =>
  send('GET', `authz/impact?${query}`, headers);

describe('where the role asks for it', () => {
  it.each(['admin', 'super_admin'])('an %s without it may do nothing but set it up', async (role) => {
    const { headers, staff } = await given.staffSignedIn({ role });
    const shown = (await send('GET', 'ops/users/me', headers)).json();
    expect(shown).toMatchObject({ permissions: [], lacksSecondFactor: true });
    expect((await send('GET', 'ops/users', headers)).statusCode).toBe(403);

    const { secret } = (await tools.begin(headers)).json();
    await send('POST', 'ops/auth/totp/confirm', headers, { code: tools.codeOf(secret) });
    expect((await send('GET', 'ops/users', headers)).statusCode).toBe(200);
    expect((await tools.login(staff.email)).json().code).toBe('SECOND_FACTOR_NEEDED');
  });

  it('others do as before', async () => {
    const { headers } = await given.staffSignedIn({ role: 'ops_lead' });
    expect((await send('GET', 'ops/users', headers)).statusCode).toBe(200);
  });

  it('a role of another name that holds as much is asked as well', async () => {
    const { headers: root } = await tools.withSecondFactor({ role: 'super_admin' });
    const holds: string[] = (await send('GET', 'ops/roles/admin', root)).json().holds;
    const make = (name: string, permissions: string[]) =>
      send('POST', 'ops/roles', root, { name, label: name, permissions });
    const spare = holds.find((permission) => permission !== 'staff.read')!;
    await make('deputy', holds);
    await make(
      'assistant',
      holds.filter((permission) => permission !== spare),
    );
    const [deputy, assistant] = [
      await given.staffSignedIn({ role: 'deputy' }),
      await given.staffSignedIn({ role: 'assistant' }),
    ];
    expect((await send('GET', 'ops/users', deputy.headers)).statusCode).toBe(403);
    expect((await send('GET', 'ops/users', assistant.headers)).statusCode).toBe(200);
    const granted = await impact(root, `role=assistant&grant=${spare}`);
    expect(granted.json().roles).toMatchObject([{ role: 'assistant', secondFactorNeeded: true }]);
    const equipped = await tools.withSecondFactor({ role: 'deputy' });
    expect((await send('GET', 'ops/users', equipped.headers)).statusCode).toBe(200);
  });

  it('is said before roles are changed', async () => {
    const { headers } = await tools.withSecondFactor({ role: 'super_admin' });
    const viewer = await given.staff({ role: 'viewer' });
    const needed = async (query: string) =>
      (await impact(headers, query))
        .json()
        .roles.map((role: { role: string; secondFactorNeeded: boolean }) => [
          role.role,
          role.secondFactorNeeded,
        ]);
    expect(await needed(`staffId=${viewer.id}&role=admin`)).toEqual([['admin', true]]);
    expect(await needed(`staffId=${viewer.id}&role=ops_agent`)).toEqual([['ops_agent', false]]);
    expect(await needed('role=finance&covers=admin')).toEqual([['finance', true]]);
  });
});
