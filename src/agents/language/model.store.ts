// Learning takes seconds, loading what was learned takes milliseconds: trained models are kept in DATA_DIR, and some come with the program.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { engineFingerprint } from '#libs/nlu';
import { prebuiltPath } from '../../config/prebuilt.js';
import { Settings } from '../../config/settings.js';

interface Learnable<Model> {
  train(): Model;
  fromBytes(bytes: Uint8Array): Model;
}

/**
 * The last that was read, by directory and name. What was learned never changes, so that several programs in one process, as in tests, read it
 * once; what has taken its place takes it here as well.
 */
const lastRead = new Map<string, { file: string; model: unknown }>();

@Injectable()
export class ModelStore {
  private readonly logger = new Logger(ModelStore.name);
  private readonly directory: string;
  private readonly engine = engineFingerprint();

  constructor(settings: Settings) {
    this.directory = join(settings.DATA_DIR, 'models');
  }

  /**
   * The model that was learned from exactly `material` by exactly this engine; learned now when there is none.
   * @param name one model is kept for each name
   * @param material whatever the learning depends on, as JSON
   */
  learned<Model extends { toBytes(): Uint8Array }>(
    name: string,
    material: unknown,
    learnable: Learnable<Model>,
  ): Model {
    const file = this.fileOf(name, material);
    const known = this.known(file, learnable.fromBytes);
    if (known) return known;
    const model = learnable.train();
    this.keep(name, file, model.toBytes());
    return model;
  }

  /** The same of what is learned elsewhere. @throws what the learning throws */
  async learnedApart<Model extends { toBytes(): Uint8Array }>(
    name: string,
    material: unknown,
    learnable: { train(): Promise<Model>; fromBytes(bytes: Uint8Array): Model },
  ): Promise<Model> {
    const file = this.fileOf(name, material);
    const known = this.known(file, learnable.fromBytes);
    if (known) return known;
    const model = await learnable.train();
    this.keep(name, file, model.toBytes());
    return model;
  }

  /** What was kept last under `name`, whatever it was learned from; undefined where nothing was. */
  latest<Model>(name: string, fromBytes: (bytes: Uint8Array) => Model): Model | undefined {
    try {
      const file = readdirSync(this.directory).find((each) => each.startsWith(`${name}-`));
      return file === undefined ? undefined : fromBytes(readFileSync(join(this.directory, file)));
    } catch {
      return undefined;
    }
  }

  private fileOf(name: string, material: unknown): string {
    const hash = createHash('sha256').update(this.engine).update(JSON.stringify(material));
    return `${name}-${hash.digest('hex').slice(0, 16)}.bin`;
  }

  private known<Model>(file: string, fromBytes: (bytes: Uint8Array) => Model): Model | undefined {
    const name = file.slice(0, file.lastIndexOf('-'));
    for (const directory of [this.directory, prebuiltPath('models')])
      try {
        const path = join(directory, file);
        const last = lastRead.get(join(directory, name));
        if (last?.file === file && existsSync(path)) return last.model as Model;
        const model = fromBytes(readFileSync(path));
        lastRead.set(join(directory, name), { file, model });
        return model;
      } catch {
        // Not there, or not whole: it is learned anew.
      }
    this.logger.log(`learning ${name}, this once`);
    return undefined;
  }

  /** A directory that cannot be written costs the learning at every start, nothing else. */
  private keep(name: string, file: string, bytes: Uint8Array): void {
    try {
      mkdirSync(this.directory, { recursive: true });
      const unfinished = join(this.directory, `${file}.${process.pid}`);
      writeFileSync(unfinished, bytes);
      renameSync(unfinished, join(this.directory, file));
      const outdated = readdirSync(this.directory).filter(
        (other) => other.startsWith(`${name}-`) && other !== file,
      );
      for (const other of outdated) rmSync(join(this.directory, other), { force: true });
    } catch (error) {
      this.logger.warn({ err: error }, 'what was learned could not be kept');
    }
  }
}
