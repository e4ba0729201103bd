import { runInRequest } from '#libs/observability';
import { hashPassword, passwordMatches, passwordWeaknesses } from './password.js';

describe('passwords', () => {
  it('match their own hash only, and no account matches nothing', async () => {
    const hash = await hashPassword('correct horse 42');
    expect(await passwordMatches(hash, 'correct horse 42')).toBe(true);
    expect(await passwordMatches(hash, 'correct horse 43')).toBe(false);
    expect(await passwordMatches(undefined, 'nobody has this password')).toBe(false);
  });

  it('are hashed in turns by network: who asks for too many at once is refused, and nobody else', async () => {
    const ask = (address: string) =>
      runInRequest({ correlationId: address, address }, () => hashPassword('correct horse 42'));
    const greedy = Promise.allSettled(Array.from({ length: 60 }, () => ask('192.0.2.1')));
    expect(await ask('192.0.2.2')).toMatch(/^\$argon2id\$/);
    const refused = (await greedy).filter((each) => each.status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(60 - 50 - 3);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'TOO_MANY_AT_ONCE' });
  });

  it.each(['correct horse 42', 'Tr0ub4dor&3', 'mera naya ghar'])('%s will do', (password) => {
    expect(passwordWeaknesses(password, ['Asha', 'Rao', 'asha.rao'])).toEqual([]);
  });

  it.each([
    ['aaaaaaaa', 'repeats'],
    ['password1', 'tried first'],
    ['12345678', 'tried first'],
    ['ASHAisgreat', 'name'],
  ])('%s is too weak, and says why', (password, reason) => {
    expect(passwordWeaknesses(password, ['Asha', 'Rao']).join()).toContain(reason);
  });
});
