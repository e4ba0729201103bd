// The last step of `npm run build`: the program and the packages that it uses as a few files in dist/program/, which load in a third of the
// time that 4,800 take (docs/decisions/0034-the-program-is-bundled.md). Commands, benchmarks and tests use what lies beside them in dist/.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = fileURLToPath(new URL('../dist/program', import.meta.url));

/** Left in node_modules: they have native code, or read files that lie beside them. What is not installed at all is left as well. */
const leftOut = [
  '@electric-sql/pglite',
  '@node-rs/argon2',
  'msgpackr-extract',
  'pdfkit',
  'pino',
  'pino-pretty',
  'sharp',
  'socket.io',
].map((name) => new RegExp(`^${name}(?:/|$)`));

/** Our own files look for their words, data and threads where they lay before. */
const whereItLay = {
  name: 'where-it-lay',
  transform(code, file) {
    if (file.includes('node_modules') || !code.includes('import.meta.url')) return null;
    const url = `new URL(${JSON.stringify(relative(target, file))}, import.meta.url).href`;
    return code.replaceAll('import.meta.url', url);
  },
};

const bundle = await rolldown({
  input: { main: 'dist/src/main.js' },
  cwd: root,
  platform: 'node',
  external: leftOut,
  plugins: [whereItLay],
  // A package that is not installed is optional: Nest.js asks for many and goes without.
  onLog: (level, log, report) => log.code === 'UNRESOLVED_IMPORT' || report(level, log),
});
await bundle.write({ dir: target, format: 'esm', keepNames: true, cleanDir: true });
await bundle.close();
