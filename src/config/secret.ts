import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefused } from '#libs/errors';
import type { Settings } from './settings.js';

/**
 * `SECRET_KEY`, or outside production a secret made up once and kept in DATA_DIR, so that what it encrypts outlives a restart.
 * @throws StartRefused when that directory or the file in it cannot be used
 */
export function secretOf({ SECRET_KEY, DATA_DIR }: Settings): string {
  try {
    return SECRET_KEY ?? keptSecret(DATA_DIR);
  } catch (error) {
    const { code, path = DATA_DIR } = error as NodeJS.ErrnoException;
    throw new StartRefused(
      `No secret can be kept in DATA_DIR (${code} at "${path}"). Choose another DATA_DIR, or set SECRET_KEY.`,
    );
  }
}

/** Written aside and then linked into place: nobody ever reads half a secret, and of two first starts one makes it. */
function keptSecret(directory: string): string {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'secret-key');
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(48).toString('base64url'), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(file, 'utf8');
}
