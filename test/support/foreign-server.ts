// A foreign tool server on this machine, on the protocol's own SDK: it tells of the tools and gives the answers that the test says, and behaves as
// badly as the test wants.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';

export interface ForeignTool {
  name: string;
  title?: string;
  description?: string;
  inputSchema?: Record<string, unknown>;
  outputSchema?: Record<string, unknown>;
  annotations?: Record<string, unknown>;
}

export interface ForeignRequest {
  method: string;
  headers: Record<string, unknown>;
  body: string;
  message: { method?: string; id?: unknown; params?: Record<string, unknown> };
}

/** Takes the answer in its own hands. @returns whether it has */
export type Misbehaves = (request: ForeignRequest, response: ServerResponse) => boolean;

type Answer = { content?: unknown[]; structuredContent?: unknown; isError?: boolean };

export async function startForeignServer() {
  const state = {
    tools: [{ name: 'echo', description: 'Says what it is told.' }] as ForeignTool[],
    answer: ((name, args) => ({
      content: [{ type: 'text', text: `${name} ${JSON.stringify(args)}` }],
    })) as (name: string, args: Record<string, unknown>) => Answer | Promise<Answer>,
    misbehaves: undefined as Misbehaves | undefined,
    /** Knows the revision of 2025 alone. */
    isOld: false,
    received: [] as ForeignRequest[],
    calls: [] as { name: string; args: Record<string, unknown> }[],
  };
  const handler = createMcpHandler(() => {
    const server = new Server(
      { name: 'scripted', version: '1.0.0' },
      { capabilities: { tools: { listChanged: true } } },
    );
    server.setRequestHandler('tools/list', () => ({
      tools: state.tools.map((tool) => ({ inputSchema: { type: 'object' }, ...tool })) as never,
    }));
    server.setRequestHandler('tools/call', async ({ params }) => {
      const args = params.arguments ?? {};
      state.calls.push({ name: params.name, args });
      return { content: [], ...(await state.answer(params.name, args)) } as never;
    });
    return server;
  });
  const http = createServer((request, response) => void serve(request, response));
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await buffer(request)).toString();
    const received: ForeignRequest = {
      method: request.method!,
      headers: request.headers,
      body,
      message: body.startsWith('{') ? JSON.parse(body) : {},
    };
    state.received.push(received);
    if (state.misbehaves?.(received, response)) return;
    if (state.isOld && received.message.method === 'server/discover') {
      const error = { code: -32601, message: 'Method not found' };
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ jsonrpc: '2.0', id: received.message.id, error }));
    }
    const answer = await handler.fetch(
      new Request(`http://${request.headers.host}${request.url}`, {
        method: request.method,
        headers: Object.entries(request.headers).map(
          ([name, value]) => [name, String(value)] as [string, string],
        ),
        ...(body && { body }),
      }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body) for await (const chunk of answer.body) response.write(chunk);
    response.end();
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/mcp`,
    /** Tells whoever listens that there are other tools now. */
    tellOfChange: () => handler.notify.toolsChanged(),
    close: async () => {
      await handler.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  });
}
export type ForeignServer = Awaited<ReturnType<typeof startForeignServer>>;
