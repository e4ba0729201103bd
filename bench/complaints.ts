// What the desk costs with 100,000 complaints open: each part beside a baseline in the same run, on the embedded database or on DATABASE_URL (an empty one).
// Arguments: which parts; all without any.
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '#libs/observability';
import { createApp } from '../src/app.js';
import { readSettings } from '../src/config/settings.js';
import { openComplaints, type ComplaintsScene } from './complaints/scene.js';
import { queuePart } from './complaints/queue.js';
import type { Figure } from './nlu/figures.js';

const parts: Readonly<Record<string, (scene: ComplaintsScene) => Promise<Figure[]>>> = { queue: queuePart };

export async function run(asked: string[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-complaints-'));
  const { DATABASE_URL } = process.env;
  const settings = readSettings({
    ...(DATABASE_URL && { DATABASE_URL }),
    DATA_DIR: directory,
    DEMO_DATA: 'false',
    SECRET_KEY: 'x'.repeat(32),
  });
  const app = await createApp(settings, { logger: createLogger('silent') });
  try {
    const scene = await openComplaints(app);
    const figures: Figure[] = [];
    for (const [name, part] of Object.entries(parts))
      if (asked.length === 0 || asked.includes(name)) figures.push(...(await part(scene)));
    console.table(figures);
    console.log(JSON.stringify({ benchmark: 'complaints', figures }));
  } finally {
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
