import 'reflect-metadata';
import { enableCompileCache, flushCompileCache } from 'node:module';

// What V8 made of the modules is kept in the temporary directory: a start costs a tenth less. Before anything else is loaded.
enableCompileCache();
const { readCommand } = await import('#libs/command');
const { commandLines } = await import('./command-lines.js');
readCommand(commandLines.start);
const { startProgram: start } = await import('./start.js');
await start(process.env);
flushCompileCache();
