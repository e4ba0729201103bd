// PGlite has no lock of its own: two processes on one directory silently lose rows. This lock is held by the kernel (SQLite's
// exclusive file lock), so it ends with the process however that ends: there is no stale lock to clean up after kill -9.
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export class DirectoryInUse extends Error {
  constructor(directory: string, holder: string) {
    super(`The data directory "${directory}" is in use by ${holder}. Stop it, or choose another DATA_DIR.`);
    this.name = 'DirectoryInUse';
  }
}

/** It is a file, may not be written to, is full, or holds what is no sound database. */
export class DataDirectoryUnusable extends Error {
  constructor(directory: string, cause: unknown) {
    super(
      `The data directory "${directory}" cannot be used: ${reasonOf(cause)}. Put that right, or choose another DATA_DIR.`,
      { cause },
    );
    this.name = 'DataDirectoryUnusable';
  }
}

export interface DirectoryLock {
  release(): void;
}

/**
 * Takes `directory` for this process alone; creates it when missing.
 * @throws DirectoryInUse at once when another process holds it, naming that process
 * @throws DataDirectoryUnusable when nobody could
 */
export function lockDirectory(directory: string): DirectoryLock {
  const holderFile = join(directory, 'owner');
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK);
    lock = new DatabaseSync(join(directory, 'lock'));
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    writeFileSync(holderFile, `process ${process.pid}`);
  } catch (error) {
    lock?.close();
    if ((error as { errcode?: number }).errcode === busy)
      throw new DirectoryInUse(directory, holderOf(holderFile));
    throw new DataDirectoryUnusable(directory, error);
  }
  return { release: () => lock.close() };
}

/** SQLITE_BUSY: somebody holds the lock. */
const busy = 5;

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  ENOENT: 'it does not exist, and cannot be created',
  EACCES: 'this user may not write to it',
  EPERM: 'this user may not write to it',
  EROFS: 'its file system is read-only',
  ENOSPC: 'there is no space left on its disk',
  EDQUOT: 'there is no space left for this user',
};

function reasonOf(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}

function holderOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'another process';
  }
}
