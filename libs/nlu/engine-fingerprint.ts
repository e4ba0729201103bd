import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';

/** Changes whenever the engine or one of its word lists changes: what another engine has learned must not be loaded by this one. */
export function engineFingerprint(): string {
  const here = new URL('.', import.meta.url);
  const hash = createHash('sha256');
  for (const name of readdirSync(here, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = new URL(name, here);
    if (statSync(file).isFile()) hash.update(name).update(readFileSync(file));
  }
  return hash.digest('hex');
}
