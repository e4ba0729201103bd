// PGlite has no lock of its own: two processes on one directory silently lose rows. This lock is held by the kernel (SQLite's
// exclusive file lock), so it ends with the process however that ends: there is no stale lock to clean up after kill -9.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartRefused } from '#libs/errors';

export class DirectoryInUse extends StartRefused {
  constructor(directory: string, holder: string) {
    super(`The data directory "${directory}" is in use by ${holder}. Stop it, or choose another DATA_DIR.`);
    this.name = 'DirectoryInUse';
  }
}

export interface DirectoryLock {
  release(): void;
}

/**
 * Takes `directory` for this process alone; creates it when missing.
 * @throws DirectoryInUse at once when another process holds it, naming that process
 */
export function lockDirectory(directory: string): DirectoryLock {
  mkdirSync(directory, { recursive: true });
  const holderFile = join(directory, 'owner');
  const lock = new DatabaseSync(join(directory, 'lock'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new DirectoryInUse(directory, holderOf(holderFile));
  }
  writeFileSync(holderFile, `process ${process.pid}`);
  return { release: () => lock.close() };
}

function holderOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'another process';
  }
}
