// `npm run bench -- NAME [ARGUMENTS]`: runs one benchmark, a file beside this one that exports `run`.
import { readdirSync } from 'node:fs';

interface Benchmark {
  /** Prints its figures as a table and as JSON; never judges them. */
  run(args: string[]): Promise<void>;
}

const names = readdirSync(import.meta.dirname)
  .filter((file) => /^[a-z]+[.]js$/.test(file) && file !== 'index.js')
  .map((file) => file.slice(0, -'.js'.length));
const [name = '', ...args] = process.argv.slice(2);

if (names.includes(name)) {
  const { run } = (await import(`./${name}.js`)) as Benchmark;
  await run(args);
} else {
  console.error(`Usage: npm run bench -- ${names.join('|')} [ARGUMENTS]`);
  process.exitCode = 2;
}
