// Where files are kept. Whoever keeps one makes its key, of what nobody outside has chosen, and remembers it in the database: a file that no
// row names is seen by nobody.
import { DomainError } from '#libs/errors';

/** Small letters, digits and hyphens, in folders: no key leaves the store, whatever it is made of. */
const keyForm = /^[a-z0-9-]+(?:\/[a-z0-9-]+)*(?:\.[a-z0-9]{1,5})?$/;

/** Of one portion of a list. */
export const filesListed = 200;

/** A file of a folder, and when it was put there by the clock of the store. */
export interface StoredFile {
  key: string;
  at: Date;
}

export abstract class FileStore {
  /** Whole or not at all, and again with the same bytes without harm. @throws StorageAway */
  abstract put(key: string, bytes: Uint8Array): Promise<void>;

  /** Null where there is none. @throws StorageAway */
  abstract get(key: string): Promise<Buffer | null>;

  /** Nothing happens where there is none. @throws StorageAway */
  abstract remove(key: string): Promise<void>;

  /** Those that lie in a folder (not deeper), in portions and in no order. @throws StorageAway */
  abstract list(folder: string): AsyncIterable<readonly StoredFile[]>;

  /**
   * Keeps a file, and then says in the database that there is one: a row never names a file that is not there. A file whose row was not
   * written is taken away again; if the process ends before, it stays, and the sweep finds it.
   * @param say writes the row @throws StorageAway, and what `say` throws
   */
  async keep<Said>(key: string, bytes: Uint8Array, say: () => Promise<Said>): Promise<Said> {
    await this.put(key, bytes);
    try {
      return await say();
    } catch (error) {
      await this.remove(key).catch(() => {});
      throw error;
    }
  }
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
  if (!isKey(key)) throw new RangeError(`This is no key of a file: ${key}`);
  return key;
}

export function isKey(key: string): boolean {
  return key.length <= 200 && keyForm.test(key);
}
