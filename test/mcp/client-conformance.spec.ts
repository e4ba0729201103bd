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

/**
 * What the connection does not do, by scenario. It fails there as it is meant to, and the suite tells if it does not any more.
 *
 * Required: both want somebody of ours to be asked for something (elicitation). Nobody is there, and what a foreign server would like to know is
 * none of its business; it is declined, which test/e2e/mcp-servers.hostile.spec.ts shows.
 */
const declined = ['elicitation-sep1034-client-defaults', 'sep-2322-client-request-state'];
/** Extensions, which no revision requires: ways of signing in for which there is no setting. */
const extensions = [
  'auth/client-credentials-jwt',
  'auth/enterprise-managed-authorization',
  'auth/dpop',
  'auth/dpop-nonce',
  'auth/wif-jwt-bearer',
];
/** Newer than both revisions: schemas are not sent back to the server that they are from. */
const later = ['json-schema-2020-12-preservation'];

it.each([
  ['2025-11-25', 18],
  ['2026-07-28', 32],
])('passes what revision %s requires of a client, but what is declined', async (revision, required) => {
  const { said } = await run('--requirements', revision);
  const verdicts = [...said.matchAll(/^([✓✗]) ([\w./-]+): /gm)].map(([, sign, name]) => ({
    sign,
    name: name!,
  }));
  const failed = verdicts.filter(({ sign }) => sign === '✗').map(({ name }) => name);
  const known = [...declined, ...extensions, ...later];
  expect(verdicts.length).toBeGreaterThanOrEqual(required);
  expect(failed.filter((name) => !known.includes(name))).toEqual([]);
  const isRun = new Set(verdicts.map(({ name }) => name));
  // What passes is not excused any more.
  expect(known.filter((name) => isRun.has(name) && !failed.includes(name))).toEqual([]);
});
