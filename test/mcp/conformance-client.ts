// What the conformance suite of the protocol asks of a client, done with the program's own connection. The suite starts a command for each of
// its scenarios; that command (conformance-relay.mjs) has this done here, where the program is loaded already.
import type { BoundFetch } from '#libs/outbound';
import { McpConnection, type ClientCredentials } from '../../src/mcp-servers/connections/mcp-connection.js';
import { consentingFetch } from './consenting-browser.js';

export interface ConformanceRun {
  url: string;
  scenario: string;
  /** What the suite tells of the scenario, as it tells it. */
  context: { toolCalls?: { name: string; arguments: Record<string, unknown> }[] } & Record<string, unknown>;
}

/** Their servers speak of nothing but tools: they do not answer the first question of the newer revision. */
const withoutDiscovery = new Set([
  'http-standard-headers',
  'http-custom-headers',
  'http-invalid-tool-headers',
  'sep-2322-client-request-state',
]);
const timeoutMs = 20_000;

export async function drive({ url, scenario, context }: ConformanceRun, fetch: BoundFetch): Promise<void> {
  let reach = fetch;
  if (withoutDiscovery.has(scenario)) reach = discoveredHere(reach);
  // As the program signs in itself; everything else of that kind is about a person who agrees in a browser.
  const isOwn = scenario === 'auth/client-credentials-basic';
  const oauth = isOwn ? await credentialsOf(url, reach, context) : undefined;
  if (scenario.startsWith('auth/') && !isOwn) reach = consentingFetch(new URL(url), reach, context);
  const address = { kind: 'http' as const, url, headers: {}, ...(oauth && { oauth }) };
  const connection = await McpConnection.open(address, { fetch: reach, timeoutMs });
  try {
    const tools = await connection.tools();
    const named = (name: string) => tools.filter((tool) => tool.name === name);
    const calls = context.toolCalls
      ? context.toolCalls.flatMap((call) => named(call.name).map((tool) => ({ tool, args: call.arguments })))
      : tools.map((tool) => ({ tool, args: argumentsFor(tool.name) }));
    for (const call of calls) await connection.call({ ...call, timeoutMs }).catch(() => undefined);
  } finally {
    await connection.close();
  }
}

/** The suite does not say for which authorization server they are; whoever registers a server with the program does. */
async function credentialsOf(
  url: string,
  fetch: BoundFetch,
  context: Record<string, unknown>,
): Promise<ClientCredentials> {
  const { origin, pathname } = new URL(url);
  const resource = await fetch(`${origin}/.well-known/oauth-protected-resource${pathname}`);
  const { authorization_servers: issuers } = (await resource.json()) as { authorization_servers: [string] };
  return {
    clientId: String(context.client_id),
    clientSecret: String(context.client_secret),
    issuer: issuers[0],
  };
}

function argumentsFor(tool: string): Record<string, unknown> {
  if (tool === 'add_numbers') return { a: 5, b: 3 };
  return tool.includes('header') || tool.includes('valid') ? { region: 'us-west1' } : {};
}

function discoveredHere(fetch: BoundFetch): BoundFetch {
  return async (url, init) => {
    const message = typeof init?.body === 'string' && init.body.startsWith('{') ? JSON.parse(init.body) : {};
    if (message.method !== 'server/discover') return fetch(url, init);
    const result = {
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: { listChanged: true } },
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'scripted', version: '1' } },
    };
    return Response.json({ jsonrpc: '2.0', id: message.id, result });
  };
}
