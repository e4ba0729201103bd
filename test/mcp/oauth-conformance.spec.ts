// What an MCP client asks of an authorization server, as the conformance suite of the protocol asks it, over a real socket.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startApp, type TestApp } from '../support/app.js';
import { givenApps } from '../support/given-apps.js';
import { givenIn, type SignedIn } from '../support/given.js';

const suite = 'node_modules/@modelcontextprotocol/conformance/dist/index.js';

let test: TestApp;
let asha: SignedIn;
let apps: ReturnType<typeof givenApps>;
let issuer: string;
let results: string;
beforeAll(async () => {
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  test = await startApp({ settings: { PUBLIC_URL: issuer } });
  await test.app.listen(port, '127.0.0.1');
  apps = givenApps(test.http, `${issuer}/mcp`);
  asha = await givenIn(test).signedIn();
  results = await mkdtemp('node_modules/.cache/conformance-');
});
afterAll(async () => {
  await test.close();
  await rm(results, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

/** What a browser does with the address that the suite names: it shows the page, and the person agrees. */
async function agree(address: string): Promise<void> {
  const asked = Object.fromEntries(new URL(address).searchParams);
  await fetch(await apps.consented(asha.headers, asked));
}

it('gives an MCP client what the protocol asks for', async () => {
  const clientId = await apps.register({ redirect_uris: ['http://127.0.0.1/callback'] });
  const callback = String(await freePort());
  const asked = ['--url', issuer, '--client-id', clientId, '--resource', `${issuer}/mcp`];
  const suiteRun = spawn(
    process.execPath,
    [suite, 'authorization', ...asked, '--port', callback, '--output-dir', results],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  suiteRun.stdout.setEncoding('utf8').on('data', (text: string) => {
    const before = said;
    said += text;
    const [address] = /http\S+\/oauth\/authorize\S+(?=\n)/.exec(said) ?? [];
    if (address && !before.includes(`${address}\n`)) void agree(address);
  });
  const [code] = await once(suiteRun, 'close');
  const checks = await checksIn(results);
  expect([code, checks]).toEqual([
    0,
    [
      ['authorization-code-grant', 'SUCCESS'],
      ['authorization-server-metadata', 'SUCCESS'],
      ['authorization-server-metadata-cimd', 'SUCCESS'],
    ],
  ]);
});

/** Of all scenarios: every check with its outcome. */
async function checksIn(folder: string): Promise<[string, string][]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('checks.json'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const checks = texts.flatMap((text) => JSON.parse(text) as { id: string; status: string }[]);
  return checks.map(({ id, status }): [string, string] => [id, status]).sort();
}
