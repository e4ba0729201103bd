// The protocol's own test suite (@modelcontextprotocol/conformance) on the program as it is, with the tools that the suite calls added to it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type TestApp } from '../support/app.js';
import { castIn } from '../support/cast.js';
import { listening } from '../support/realtime.js';
import { bearerProxy, type BearerProxy } from './bearer-proxy.js';
import { ConformanceFixtures } from './conformance-fixtures.js';

const suite = 'node_modules/@modelcontextprotocol/conformance/dist/index.js';

let test: TestApp;
let proxy: BearerProxy;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  test = await startApp({ modules: [ConformanceFixtures], settings: { REALTIME_CONNECTIONS_PER_USER: 100 } });
  const { headers } = await castIn(test)('customer');
  proxy = await bearerProxy(new URL(await listening(test)), headers.authorization);
});
afterAll(async () => {
  await proxy.close();
  await test.close();
  await rm(folder, { recursive: true });
});

it.each(['2025-11-25', '2026-07-28'])(
  'answers all that %s requires',
  async (revision) => {
    const { code, output } = await run([
      'server',
      '--url',
      `${proxy.url}/mcp`,
      '--requirements',
      revision,
      '-o',
      folder,
    ]);
    expect({ code, failed: output.match(/^✗.*$/gm) ?? [] }).toMatchObject({ code: 0 });
  },
  300_000,
);

function run(args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [suite, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => resolve({ code, output }));
  });
}
