// The built program as a process of its own, as `npm start` runs it. `npm test` builds before it tests.
import { spawn, type ChildProcess } from 'node:child_process';

export interface Program {
  process: ChildProcess;
  /** Everything it has written so far. */
  output(): { stdout: string; stderr: string };
  /** Exit code; null when a signal ended it. */
  ended: Promise<number | null>;
}

/** As `npm start` and the container do. */
const shippedFlags = ['--max-semi-space-size=16'];

/** Starts it with nothing in its environment but these settings. @param entry another one with more in it */
export function runProgram(
  settings: Record<string, string>,
  entry = 'dist/program/main.js',
  flags: readonly string[] = shippedFlags,
): Program {
  const env = { DEMO_DATA: 'false', PORT: '0', HOST: '127.0.0.1', ...settings };
  const child = spawn(process.execPath, [...flags, entry], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (text.stdout += chunk));
  child.stderr.on('data', (chunk) => (text.stderr += chunk));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { process: child, output: () => text, ended };
}

/** Its address, once it listens. */
export async function addressOf(program: Program): Promise<URL> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const address = /Ready: (\S+)/.exec(program.output().stdout)?.[1];
      if (address) resolve(new URL(address));
    };
    program.process.stdout!.on('data', look);
    void program.ended.then(() =>
      reject(new Error(`It ended instead of listening: ${program.output().stderr}`)),
    );
    look();
  });
}
