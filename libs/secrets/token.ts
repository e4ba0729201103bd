import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in 43 letters that need no escaping in an address. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a token: SHA-256, hex. A token is random enough to need no slow hash. */
export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');
