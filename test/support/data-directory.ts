// Where a program of its own keeps its data.
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrationsFingerprint } from './database.js';
import { addressOf, runProgram } from './program.js';

export interface DataDirectory {
  path: string;
  remove(): void;
}

/** Empty: the program makes the database and learns its language when it starts, which takes seconds. */
export function newDataDirectory(): DataDirectory {
  const path = mkdtempSync(join(tmpdir(), 'desk-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** As the program leaves it after it has started for the first time, without demo data. */
export async function startedDataDirectory(): Promise<DataDirectory> {
  const directory = newDataDirectory();
  cpSync(await afterFirstStart(), directory.path, { recursive: true });
  return directory;
}

const cacheDirectory = 'node_modules/.cache/test-directories';

/** Made once and kept. Suites run in parallel and may both find it missing: the rename puts one in place. */
async function afterFirstStart(): Promise<string> {
  const kept = join(cacheDirectory, migrationsFingerprint());
  if (existsSync(kept)) return kept;
  const own = `${kept}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  const program = runProgram({ DATA_DIR: own });
  await addressOf(program);
  program.process.kill('SIGINT');
  await program.ended;
  if (existsSync(kept)) rmSync(own, { recursive: true });
  else renameSync(own, kept);
  return kept;
}
