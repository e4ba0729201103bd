import { hashPassword, passwordMatches, passwordWeaknesses } from './password.js';

describe('passwords', () => {
  it('match their own hash only, and no account matches nothing', async () => {
    const hash = await hashPassword('correct horse 42');
    expect(await passwordMatches(hash, 'correct horse 42')).toBe(true);
    expect(await passwordMatches(hash, 'correct horse 43')).toBe(false);
    expect(await passwordMatches(undefined, 'nobody has this password')).toBe(false);
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
