// Where files are kept. Whoever keeps one makes its key, of what nobody outside has chosen, and remembers it in the database: a file that no
// row names is seen by nobody.
import { DomainError } from '#libs/errors';

/** Small letters, digits and hyphens, in folders: no key leaves the store, whatever it is made of. */
const keyForm = /^[a-z0-9-]+(?:\/[a-z0-9-]+)*(?:\.[a-z0-9]{1,5})?$/;

export abstract class FileStore {
  /** Whole or not at all, and again with the same bytes without harm. @throws StorageAway */
  abstract put(key: string, bytes: Uint8Array): Promise<void>;

  /** Null where there is none. @throws StorageAway */
  abstract get(key: string): Promise<Buffer | null>;

  /** Nothing happens where there is none. @throws StorageAway */
  abstract remove(key: string): Promise<void>;
}

/** The disk is full, or the server does not answer. */
export class StorageAway extends DomainError {
  constructor() {
    super('STORAGE_AWAY', 'unavailable', 'Files cannot be stored or read at this moment. Try again.', {
      retryAfterSeconds: 5,
    });
  }
}

/** @throws RangeError for a key that is none: that is a fault of ours */
export function checkKey(key: string): string {
  if (key.length > 200 || !keyForm.test(key)) throw new RangeError(`This is no key of a file: ${key}`);
  return key;
}
