import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const revisions = ['2025-11-25', '2026-07-28'] as const;

export interface ClientTask {
  url: string;
  token: string;
  revision: (typeof revisions)[number];
  /** What its person answers when asked; a client that cannot ask where nothing is given. */
  says?: 'yes' | 'no';
  steps: { call: string; with?: object }[];
}

export interface ClientReport {
  /** Of each step. */
  results: { result?: any; error?: { code: number; message: string; data?: any } }[];
  /** What its person was asked. */
  asked: string[];
  revision: string;
}

/** Runs test/mcp/client.mjs as a process of its own. */
export function foreignClient(task: ClientTask): Promise<ClientReport> {
  return new Promise((resolve, reject) => {
    const script = join(import.meta.dirname, 'client.mjs');
    const child = spawn(process.execPath, [script, JSON.stringify(task)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const text = { out: '', errors: '' };
    child.stdout.on('data', (chunk) => (text.out += chunk));
    child.stderr.on('data', (chunk) => (text.errors += chunk));
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(text.out) as ClientReport);
      else reject(new Error(`The client ended with ${code}: ${text.errors}`));
    });
  });
}
