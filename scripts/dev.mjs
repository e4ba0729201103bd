// `npm run dev`: builds what is stale and runs the program. Node.js watches the sources and begins anew when one is saved.
import './bootstrap.mjs';

if (!process.exitCode) {
  const { readCommand } = await import('../dist/libs/command/index.js');
  const { commandLines } = await import('../dist/src/command-lines.js');
  readCommand(commandLines.dev);
  await import('../dist/program/main.js');
}
