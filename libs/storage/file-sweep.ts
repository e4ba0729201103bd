// Takes away files that no row names: a process ended between keeping a file and saying so, or before it had put it in its place.
import { Injectable } from '@nestjs/common';
import { Declaration, DeclarationScan } from '#libs/discovery';
import { Clock, dayMs } from '#libs/time';
import { FileStore } from './file-store.js';
import { unfinishedFolder } from './folder-store.js';

/** A request that keeps a file is over long before. */
const oldAfterMs = dayMs;

/** A domain that keeps files. */
export interface FileKeeper {
  /** Which of these its rows name. */
  namedAmong(keys: readonly string[]): Promise<readonly string[]>;
}

const keepers = new Declaration<string>('folders of files', (folder) => folder);

/** On a provider: its domain keeps files in this folder of the store, and nobody else does. */
export const KeepsFiles = (folder: string) => keepers.onClass<FileKeeper>(folder);

@Injectable()
export class FileSweep {
  constructor(
    private readonly store: FileStore,
    private readonly scan: DeclarationScan,
    private readonly clock: Clock,
  ) {}

  /** Of every folder that a domain keeps files in; others are not looked at. @returns how many were removed @throws StorageAway */
  async sweep(signal: AbortSignal): Promise<number> {
    let removed = await this.sweepFolder(unfinishedFolder, () => Promise.resolve([]), signal);
    for (const { definition: folder, instance } of this.scan.providers(keepers))
      removed += await this.sweepFolder(folder, (keys) => (instance as FileKeeper).namedAmong(keys), signal);
    return removed;
  }

  private async sweepFolder(
    folder: string,
    namedAmong: FileKeeper['namedAmong'],
    signal: AbortSignal,
  ): Promise<number> {
    const before = this.clock.now().getTime() - oldAfterMs;
    let removed = 0;
    for await (const files of this.store.list(folder)) {
      signal.throwIfAborted();
      const old = files.filter(({ at }) => at.getTime() < before).map(({ key }) => key);
      const named = new Set(old.length > 0 ? await namedAmong(old) : []);
      for (const key of old.filter((each) => !named.has(each))) {
        await this.store.remove(key);
        removed += 1;
      }
    }
    return removed;
  }
}
