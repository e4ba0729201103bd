// What a key looks like: `hsk_` prefix `_` secret checksum. The form is fixed so that scanners find keys that have leaked, and the
// checksum (CRC-32, as in the tokens of GitHub) so that they, and we, can tell one from garbage without asking anybody.
import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { newToken } from '#libs/secrets';

/** What every key begins with. */
export const keyMark = 'hsk_';

const form = new RegExp(`^${keyMark}([0-9a-z]{8})_[A-Za-z0-9_-]{43}([0-9a-f]{8})$`);
const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** One in 2.8 million million: a unique index has the last word. */
export function newPrefix(): string {
  return Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** A new secret of 256 bits under `prefix`. */
export function newKey(prefix: string): string {
  const unchecked = `${keyMark}${prefix}_${newToken()}`;
  return unchecked + checksumOf(unchecked);
}

/** The prefix of a well-formed key; undefined for anything else. */
export function prefixOf(key: string): string | undefined {
  const [, prefix, checksum] = form.exec(key) ?? [];
  return checksum !== undefined && checksumOf(key.slice(0, -checksum.length)) === checksum
    ? prefix
    : undefined;
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
