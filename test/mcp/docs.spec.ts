// What docs/mcp.md shows works: every request that stands there is answered, and every configuration is one by which a client connects.
import { readFile } from 'node:fs/promises';
import { startApp, type TestApp } from '../support/app.js';
import { castIn, type Player } from '../support/cast.js';
import { listening } from '../support/realtime.js';
import { foreignClient, revisions } from './foreign-client.js';
import { mcpOver, type McpMessage } from './messages.js';

interface Configuration {
  mcpServers: Record<string, { type: string; url: string; headers?: { Authorization: string } }>;
}

let test: TestApp;
let asha: Player;
let address: string;
let blocks: (McpMessage | Configuration)[];
beforeAll(async () => {
  test = await startApp();
  asha = await castIn(test)('customer');
  address = await listening(test);
  const page = await readFile('docs/mcp.md', 'utf8');
  blocks = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => JSON.parse(text!) as McpMessage);
});
afterAll(() => test.close());

it('answers every request that is shown', async () => {
  const messages = blocks.filter((each): each is McpMessage => 'method' in each);
  expect(messages.length).toBeGreaterThanOrEqual(3);
  for (const message of messages) {
    const { result, error } = await mcpOver(test.http)(asha.headers, message);
    expect({ message, error, isError: result?.isError }).toEqual({ message });
  }
});

it.each(revisions)('lets a client of %s in by every configuration that brings a token', async (revision) => {
  const servers = blocks.flatMap((each) => ('mcpServers' in each ? Object.values(each.mcpServers) : []));
  expect(servers.length).toBeGreaterThanOrEqual(2);
  for (const { type, url, headers } of servers) {
    expect({ type, path: new URL(url).pathname }).toEqual({ type: 'http', path: '/mcp' });
    if (!headers) continue;
    const token = headers.Authorization.replace(
      /^Bearer .*/,
      asha.headers.authorization.slice('Bearer '.length),
    );
    const { results } = await foreignClient({
      url: `${address}${new URL(url).pathname}`,
      token,
      revision,
      steps: [{ call: 'listTools' }],
    });
    expect(results[0]!.result.tools.length).toBeGreaterThan(10);
  }
});
