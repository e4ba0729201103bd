import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectoryUnusable, DirectoryInUse, lockDirectory } from './directory-lock.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'lock-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Another process that takes the lock the same way, says so, and holds it until it is killed. */
async function anotherHolder() {
  const script = `
    import { DatabaseSync } from 'node:sqlite';
    import { writeFileSync } from 'node:fs';
    const lock = new DatabaseSync(${JSON.stringify(join(directory, 'lock'))});
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(${JSON.stringify(join(directory, 'owner'))}, 'process ' + process.pid);
    process.stdout.write('held');
    setInterval(() => lock, 1000);`;
  const holder = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script]);
  await once(holder.stdout, 'data');
  return holder;
}

describe('the lock on a data directory', () => {
  it('refuses a second holder at once, naming the first', async () => {
    const holder = await anotherHolder();
    expect(() => lockDirectory(directory)).toThrow(DirectoryInUse);
    expect(() => lockDirectory(directory)).toThrow(`process ${holder.pid}`);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  });

  it('ends with its process, however that ends', async () => {
    const holder = await anotherHolder();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(() => lockDirectory(directory).release()).not.toThrow();
  });

  it('can be taken again after it was released', () => {
    lockDirectory(directory).release();
    expect(() => lockDirectory(directory).release()).not.toThrow();
  });

  it('cannot be taken where there is no directory to be had, and says in one sentence which and why', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(() => lockDirectory(file)).toThrow(DataDirectoryUnusable);
    expect(() => lockDirectory(file)).toThrow(
      `The data directory "${file}" cannot be used: it is a file. Put that right, or choose another DATA_DIR.`,
    );
    expect(() => lockDirectory(join(file, 'below'))).toThrow('a part of its path is a file');
  });
});
