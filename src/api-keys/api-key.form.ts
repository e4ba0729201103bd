// What a key looks like: `hsk_` prefix `_` secret stamp. The form is fixed so that scanners find keys that have leaked, and the stamp
// is a mark that only we can make, so that we can tell one of ours from garbage without asking the database. A key that was made under
// another SECRET_KEY is garbage as well.
import { randomInt } from 'node:crypto';
import { newToken, type SecretBox } from '#libs/secrets';

/** What every key begins with. */
export const keyMark = 'hsk_';

const stampPurpose = 'api-key';
const form = new RegExp(`^${keyMark}([0-9a-z]{8})_[A-Za-z0-9_-]{43}[0-9a-f]{16}$`);
const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** One in 2.8 million million: a unique index has the last word. */
export function newPrefix(): string {
  return Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** A new secret of 256 bits under `prefix`. */
export function newKey(secrets: SecretBox, prefix: string): string {
  return secrets.stamp(stampPurpose, `${keyMark}${prefix}_${newToken()}`);
}

/** The prefix of a well-formed key, whoever made it up; undefined for anything else. */
export function prefixOf(key: string): string | undefined {
  return form.exec(key)?.[1];
}

/** Whether we made this well-formed key. */
export function isOurs(secrets: SecretBox, key: string): boolean {
  return secrets.isStamped(stampPurpose, key);
}
