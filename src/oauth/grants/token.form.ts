// What the code and the tokens of a grant look like: a mark for scanners of leaks, the id of the grant with what makes this one different, and
// a MAC that only we can make. So nothing of them is kept, and what somebody has made up costs no look at the database. What was made under
// another SECRET_KEY is worth nothing.
import { randomBytes } from 'node:crypto';
import type { SecretBox } from '#libs/secrets';

/** What every access token begins with. */
export const accessMark = 'hso_';
const refreshMark = 'hsr_';
const codeMark = 'hsc_';

/** Hex, of HMAC-SHA-256. */
const macLength = 64;
const idBytes = 16;
const numberBytes = 4;
/** Two tokens of one second are not the same. */
const saltBytes = 4;

export interface AccessTokenFacts {
  grantId: string;
  expiresAt: Date;
}

export interface RefreshTokenFacts {
  grantId: string;
  generation: number;
}

export function newAccessToken(secrets: SecretBox, { grantId, expiresAt }: AccessTokenFacts): string {
  const seconds = Math.floor(expiresAt.getTime() / 1000);
  return signed(secrets, accessMark, [bytesOf(grantId), numberOf(seconds), randomBytes(saltBytes)]);
}

/** Undefined for what we did not make. Whether it has expired, and its grant still lives, is to be asked. */
export function readAccessToken(secrets: SecretBox, token: string): AccessTokenFacts | undefined {
  const bytes = verified(secrets, accessMark, token, idBytes + numberBytes + saltBytes);
  return bytes && { grantId: idIn(bytes), expiresAt: new Date(bytes.readUInt32BE(idBytes) * 1000) };
}

/** The same for the same generation: it can be said again to a client that has not heard it. */
export function refreshTokenOf(secrets: SecretBox, { grantId, generation }: RefreshTokenFacts): string {
  return signed(secrets, refreshMark, [bytesOf(grantId), numberOf(generation)]);
}

export function readRefreshToken(secrets: SecretBox, token: string): RefreshTokenFacts | undefined {
  const bytes = verified(secrets, refreshMark, token, idBytes + numberBytes);
  return bytes && { grantId: idIn(bytes), generation: bytes.readUInt32BE(idBytes) };
}

export function codeOf(secrets: SecretBox, grantId: string): string {
  return signed(secrets, codeMark, [bytesOf(grantId)]);
}

/** @returns the id of the grant */
export function readCode(secrets: SecretBox, code: string): string | undefined {
  const bytes = verified(secrets, codeMark, code, idBytes);
  return bytes && idIn(bytes);
}

function signed(secrets: SecretBox, mark: string, parts: readonly Buffer[]): string {
  const text = mark + Buffer.concat(parts).toString('base64url');
  return text + secrets.mark(purposeOf(mark), text);
}

/** In constant time, and before anything is made of what it says. */
function verified(secrets: SecretBox, mark: string, token: string, length: number): Buffer | undefined {
  const text = token.slice(0, -macLength);
  const isLongEnough = text.length === mark.length + Math.ceil((length * 4) / 3);
  if (!isLongEnough || !text.startsWith(mark)) return undefined;
  if (!secrets.isMark(purposeOf(mark), text, token.slice(-macLength))) return undefined;
  return Buffer.from(text.slice(mark.length), 'base64url');
}

function purposeOf(mark: string): string {
  return `oauth-${mark}`;
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idIn(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, idBytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function numberOf(value: number): Buffer {
  const bytes = Buffer.alloc(numberBytes);
  bytes.writeUInt32BE(value);
  return bytes;
}
