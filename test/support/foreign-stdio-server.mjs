// A foreign tool server on a pipe, on the protocol's own SDK. The argument says how its tool behaves.
import { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

const way = process.argv[2];

const answers = {
  well: (args) => JSON.stringify(args),
  environment: () => JSON.stringify(Object.keys(process.env)),
  hang: () => new Promise(() => setInterval(() => undefined, 1_000)),
  flood: async () => {
    const one = `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 1 } })}\n`;
    for (let left = 100_000; left > 0; left -= 1_000)
      if (!process.stdout.write(one.repeat(1_000)))
        await new Promise((go) => process.stdout.once('drain', go));
    return new Promise(() => undefined);
  },
  die: () => process.exit(3),
  huge: () => new Promise(() => process.stdout.write('x'.repeat(50_000_000))),
};

serveStdio(() => {
  const server = new Server({ name: 'piped', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({
    tools: [{ name: 'echo', inputSchema: { type: 'object' } }],
  }));
  server.setRequestHandler('tools/call', async ({ params }) => ({
    content: [{ type: 'text', text: await answers[way](params.arguments ?? {}) }],
  }));
  return server;
});
