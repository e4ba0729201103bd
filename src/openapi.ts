// `npm run openapi [-- --check]`: writes openapi.json, or says whether it differs from what the routes say.
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { readCommand } from '#libs/command';
import { openInMemory } from '#libs/orm';
import { embeddedDatabase } from '../ormconfig.js';
import { apiDocumentOf } from './api-document.js';
import { createApp } from './app.js';
import { commandLines } from './command-lines.js';
import { readSettings } from './config/settings.js';

const { options } = readCommand(commandLines.openapi);
const file = 'openapi.json';
const settings = readSettings({ LOG_LEVEL: 'silent', DEMO_DATA: 'false', SECRET_KEY: 'x'.repeat(32) });
const app = await createApp(settings, { database: embeddedDatabase(await openInMemory()) });
const document = `${JSON.stringify(apiDocumentOf(app), null, 2)}\n`;
await app.close();

if (!options.check) {
  writeFileSync(file, document);
  process.stdout.write(`Wrote ${file}.\n`);
} else if (readFileSync(file, 'utf8') !== document) {
  process.stderr.write(`${file} differs from the routes: npm run openapi\n`);
  process.exitCode = 1;
}
