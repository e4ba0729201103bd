import { newId } from '#libs/orm';
import { SecretBox } from '#libs/secrets';
import {
  codeOf,
  newAccessToken,
  readAccessToken,
  readCode,
  readRefreshToken,
  refreshTokenOf,
} from './token.form.js';

const secrets = new SecretBox('x'.repeat(32));
const others = new SecretBox('y'.repeat(32));
const grantId = newId();
const expiresAt = new Date('2026-11-20T05:30:00Z');

const access = newAccessToken(secrets, { grantId, expiresAt });
const refresh = refreshTokenOf(secrets, { grantId, generation: 70_000 });
const code = codeOf(secrets, grantId);

describe('what an app gets in with', () => {
  it('says again what it was made of', () => {
    expect(readAccessToken(secrets, access)).toEqual({ grantId, expiresAt });
    expect(readRefreshToken(secrets, refresh)).toEqual({ grantId, generation: 70_000 });
    expect(readCode(secrets, code)).toBe(grantId);
  });

  it('is another access token each time, and the same refresh token for its generation', () => {
    expect(newAccessToken(secrets, { grantId, expiresAt })).not.toBe(access);
    expect(refreshTokenOf(secrets, { grantId, generation: 70_000 })).toBe(refresh);
    expect(refreshTokenOf(secrets, { grantId, generation: 70_001 })).not.toBe(refresh);
  });

  const readers = [readAccessToken, readRefreshToken, readCode];
  const read = (text: string, by = secrets) => readers.map((reader) => reader(by, text));

  it('is nothing under another secret, changed anywhere, or in the place of another kind', () => {
    for (const token of [access, refresh, code]) {
      expect(read(token).filter(Boolean)).toHaveLength(1);
      expect(read(token, others).filter(Boolean)).toEqual([]);
      for (const at of [...token].keys()) {
        const slip = token.slice(0, at) + (token[at] === 'b' ? 'c' : 'b') + token.slice(at + 1);
        expect(read(slip).filter(Boolean)).toEqual([]);
      }
    }
  });

  it.each([
    '',
    'hso_',
    access.slice(0, -1),
    `${access}0`,
    `${access}\n`,
    access.toUpperCase(),
    'hso_'.repeat(40),
  ])('is not %j', (text) => expect(read(text).filter(Boolean)).toEqual([]));
});
