// `npm run bench -- NAME [ARGUMENTS]`: runs one benchmark, a file beside this one that exports `run`.
import { readCommand } from '#libs/command';
import { commandLines } from '../src/command-lines.js';

interface Benchmark {
  /** Prints its figures as a table and as JSON; never judges them. */
  run(args: string[]): Promise<void>;
}

const [name] = readCommand(commandLines.bench).words;
const { run } = (await import(`./${name}.js`)) as Benchmark;
await run(process.argv.slice(process.argv.indexOf(name!) + 1));
