// PostgreSQL and Redis of our own, to be stopped and started at will, from the binaries that this machine has.
import { randomUUID } from 'node:crypto';
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client as PostgresClient } from 'pg';
import { Redis } from 'ioredis';

/** A database of its own on a server that is there. */
export async function newDatabase(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `crash_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, `create database ${name}`);
  return {
    url: new URL(`/${name}`, serverUrl).href,
    drop: () => onServer(serverUrl, `drop database ${name} with (force)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new PostgresClient({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

export interface Server {
  readonly url: string;
  /** As a crash does: nothing is finished or written first. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** It answers nobody, and refuses nobody. */
  freeze(): void;
  thaw(): void;
  remove(): Promise<void>;
}

/** @throws Error that says what to install */
export async function ownPostgres(): Promise<Server> {
  const binaries = directoryOf('initdb', postgresDirectories());
  const directory = mkdtempSync(join(tmpdir(), 'crash-postgres-'));
  // It refuses to run as root.
  const as = process.getuid?.() === 0 ? userNamed('postgres') : undefined;
  if (as) chownSync(directory, as.uid, as.gid);
  const data = join(directory, 'data');
  const port = await freePort();
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'crash', '--auth=trust', '-E', 'UTF8'], {
    ...as,
    cwd: directory,
    stdio: 'ignore',
  });
  const url = `postgres://crash@127.0.0.1:${port}/postgres`;
  const args = ['-D', data, '-p', String(port), '-k', directory, '-c', 'listen_addresses=127.0.0.1'];
  const run = () => spawn(join(binaries, 'postgres'), args, { ...as, cwd: directory, stdio: 'ignore' });
  // SIGQUIT: all its processes end at once; it recovers from its log when it starts again.
  return serverOf(run, 'SIGQUIT', directory, url, async () => onServer(url, 'select 1'));
}

/** It keeps nothing: what was in it is gone when it starts again. */
export async function ownRedis(): Promise<Server> {
  const binaries = directoryOf('redis-server', []);
  const directory = mkdtempSync(join(tmpdir(), 'crash-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}/0`;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory];
  const run = () => spawn(join(binaries, 'redis-server'), args, { stdio: 'ignore' });
  return serverOf(run, 'SIGKILL', directory, url, async () => {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => {});
    try {
      await redis.connect();
    } finally {
      redis.disconnect();
    }
  });
}

async function serverOf(
  run: () => ChildProcess,
  stopWith: NodeJS.Signals,
  directory: string,
  url: string,
  ask: () => Promise<void>,
): Promise<Server> {
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    server = run();
    for (;;) {
      if (server.exitCode !== null) throw new Error(`${server.spawnfile} ended with ${server.exitCode}`);
      if (
        await ask().then(
          () => true,
          () => false,
        )
      )
        return;
      await wait(20);
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  };
  process.once('exit', () => server.kill(stopWith));
  await start();
  return {
    url,
    start,
    stop: () => end(stopWith),
    freeze: () => familyOf(server).forEach((pid) => process.kill(pid, 'SIGSTOP')),
    thaw: () => familyOf(server).forEach((pid) => process.kill(pid, 'SIGCONT')),
    remove: async () => {
      server.kill('SIGCONT');
      await end(stopWith);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** It and its children: PostgreSQL has a process for each connection. */
function familyOf({ pid }: ChildProcess): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return [pid!, ...stdout.split('\n').filter(Boolean).map(Number)];
}

function directoryOf(binary: string, more: readonly string[]): string {
  const found = [...(process.env.PATH ?? '').split(delimiter), ...more].find((directory) =>
    existsSync(join(directory, binary)),
  );
  if (!found) throw new Error(`${binary} was not found: install it, or put it on the PATH.`);
  return found;
}

/** Where Debian and its relatives keep what is not on the PATH. */
function postgresDirectories(): string[] {
  const root = '/usr/lib/postgresql';
  return existsSync(root) ? readdirSync(root).map((version) => join(root, version, 'bin')) : [];
}

function userNamed(name: string): { uid: number; gid: number } {
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
