import { randomUUID } from 'node:crypto';
import { mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkKey, filesListed, FileStore, isKey, StorageAway, type StoredFile } from './file-store.js';

/** Where files are written before they are put in their place: what is left there was never finished. */
export const unfinishedFolder = 'unfinished';

/** In a folder of this machine: several processes on one machine share it, several machines need the store of a server. */
export class FolderStore extends FileStore {
  constructor(private readonly folder: string) {
    super();
  }

  /** Written elsewhere in the folder and then put in its place: whoever reads meanwhile sees all of it or nothing. */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(key);
    const unfinished = this.pathOf(`${unfinishedFolder}/${randomUUID()}`);
    try {
      for (const each of [path, unfinished]) await mkdir(dirname(each), { recursive: true, mode: 0o700 });
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

  async *list(folder: string): AsyncGenerator<readonly StoredFile[]> {
    let portion: StoredFile[] = [];
    try {
      for await (const entry of await opendir(this.pathOf(folder))) {
        const key = `${folder}/${entry.name}`;
        if (!entry.isFile() || !isKey(key)) continue;
        portion.push({ key, at: (await stat(this.pathOf(key))).mtime });
        if (portion.length < filesListed) continue;
        yield portion;
        portion = [];
      }
    } catch (error) {
      // The folder is made with its first file; a file may go while they are listed.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new StorageAway();
    }
    yield portion;
  }

  private pathOf(key: string): string {
    return join(this.folder, checkKey(key));
  }
}
