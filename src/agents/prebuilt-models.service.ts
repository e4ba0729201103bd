// What the language engine learns of the program itself, made by the build (src/prebuild.ts).
import type { Settings } from '../config/settings.js';
import { shippedIntents } from './language/shipped-intents.js';
import { ModelStore } from './language/model.store.js';
import { ComplaintReader } from './complaint/complaint-reader.js';
import { DangerReader } from './safety/danger-reader.js';

/** @param directory where the models are kept, in `models` */
export async function makeModels(directory: string): Promise<void> {
  const models = new ModelStore({ DATA_DIR: directory } as Settings);
  await Promise.all([
    shippedIntents(models),
    new DangerReader(models).ready(),
    new ComplaintReader(models).ready(),
  ]);
}
