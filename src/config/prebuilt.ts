// What `npm run build` has made ahead (src/prebuild.ts), so that a first start need not: it lies beside the compiled program. Run from the
// sources there is none of it, and everything is made at the start.
import { fileURLToPath } from 'node:url';

const directory = new URL('../../prebuilt/', import.meta.url);

/** Where it lies, if it was made. */
export function prebuiltPath(name: 'database' | 'models'): string {
  return fileURLToPath(new URL(name, directory));
}
