// The protocol's own suite, against the connection that the program has to foreign servers. What it does not pass is named, with the reason.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { OutboundRequests } from '#libs/outbound';
import { drive } from './conformance-client.js';

const suite = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url),
);
const relay = fileURLToPath(new URL('conformance-relay.mjs', import.meta.url));

let server: Server;
let folder: string;
const outbound = new OutboundRequests({ allowPrivate: true });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  server = createServer(async (request, response) => {
    try {
      await drive(JSON.parse(await text(request)), outbound.fetchWithin(2_000_000));
      response.end();
    } catch (error) {
      response.writeHead(500).end(String((error as Error).stack));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await outbound.onApplicationShutdown();
  await rm(folder, { recursive: true });
});

function run(...args: string[]): Promise<{ code: number; said: string }> {
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const command = `${process.execPath} ${relay} ${address}`;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [suite, 'client', '--command', command, ...args],
      { cwd: folder, maxBuffer: 50_000_000 },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, said: out + err }),
    );
  });
}

it.each(['2025-11-25', '2026-07-28'])('passes what revision %s requires of a client', async (revision) => {
  const { code, said } = await run('--requirements', revision);
  (await import('node:fs')).writeFileSync('/tmp/conf-' + revision + '.txt', said);
  expect(code).toBe(0);
});
