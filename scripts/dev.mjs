// `npm run dev`: runs the program, and builds and runs it anew when a source is saved. Not by `node --watch`: told to stop, Node.js 24.21 fails an
// assertion there, and leaves the program running.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { readCommand } from '../dist/libs/command/index.js';
import { commandLines } from '../dist/src/command-lines.js';

readCommand(commandLines.dev);
/** An editor that saves writes several times. */
const settledMs = 200;

let program;
let saved = Promise.withResolvers();

for (const path of ['src', 'libs', 'ormconfig.ts'])
  watch(path, { recursive: path !== 'ormconfig.ts' }, () => saved.resolve());
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await stop();
    process.exit(0);
  });
}

for (;;) {
  saved = Promise.withResolvers();
  if (await isBuilt()) start();
  await saved.promise;
  await wait(settledMs);
  process.stderr.write('• a source was saved\n');
  await stop();
}

async function isBuilt() {
  const [code] = await once(spawn(process.execPath, ['scripts/bootstrap.mjs'], { stdio: 'inherit' }), 'exit');
  return code === 0;
}

/** In a group of its own: Ctrl-C in a terminal reaches this process alone, which then tells it once. */
function start() {
  const flags = ['--max-semi-space-size=16', 'dist/program/main.js'];
  program = spawn(process.execPath, flags, { stdio: 'inherit', detached: true });
}

async function stop() {
  if (!program || program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, 'exit');
  program.kill('SIGINT');
  await ended;
}
