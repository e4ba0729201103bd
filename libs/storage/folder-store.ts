import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkKey, FileStore, StorageAway } from './file-store.js';

/** In a folder of this machine: several processes on one machine share it, several machines need the store of a server. */
export class FolderStore extends FileStore {
  constructor(private readonly folder: string) {
    super();
  }

  /** Written beside its place and then put there: whoever reads meanwhile sees all of it or nothing. */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(key);
    const unfinished = `${path}.${randomUUID()}`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(unfinished, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, path);
    } catch {
      await rm(unfinished, { force: true }).catch(() => {});
      throw new StorageAway();
    }
  }

  async get(key: string): Promise<Buffer | null> {
    const path = this.pathOf(key);
    try {
      return await readFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new StorageAway();
    }
  }

  async remove(key: string): Promise<void> {
    const path = this.pathOf(key);
    try {
      await rm(path, { force: true });
    } catch {
      throw new StorageAway();
    }
  }

  private pathOf(key: string): string {
    return join(this.folder, checkKey(key));
  }
}
