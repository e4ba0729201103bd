// A client of MCP that is not ours: the SDK's own, as another process. It takes its task as JSON on the command line and prints what came of it.
// { url, token, revision: '2025-11-25' | '2026-07-28', says?: 'yes' | 'no', steps: [{ call: 'listTools' | 'callTool' | …, with: {…} }] }
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const { url, token, revision, says, steps } = JSON.parse(process.argv[2]);
const asked = [];
const client = new Client(
  { name: 'foreign', version: '1.0.0' },
  {
    capabilities: says === undefined ? {} : { elicitation: { form: {} } },
    versionNegotiation: { mode: revision === '2025-11-25' ? 'legacy' : { pin: revision } },
  },
);
if (says !== undefined)
  client.setRequestHandler('elicitation/create', ({ params }) => {
    asked.push(params.message);
    return says === 'yes' ? { action: 'accept', content: { confirm: true } } : { action: 'decline' };
  });

await client.connect(
  new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  }),
);
const results = [];
for (const { call, with: params } of steps) {
  try {
    results.push({ result: await client[call](params) });
  } catch (error) {
    results.push({ error: { code: error.code, message: error.message, data: error.data } });
  }
}
process.stdout.write(
  JSON.stringify({
    results,
    asked,
    revision: client.getNegotiatedProtocolVersion(),
    server: client.getServerVersion(),
  }),
  () => process.exit(0),
);
