// The examples of docs/custom-tools.md, as they stand there but for the host.
import { readFileSync } from 'node:fs';
import { startApp, type TestApp } from '../support/app.js';
import { castIn } from '../support/cast.js';
import { actorOf, customToolsIn, questionTool } from '../support/custom-tools.js';
import { replies, startReceiver, type Receiver } from '../support/receiver.js';

const text = readFileSync('docs/custom-tools.md', 'utf8');
const [request, question] = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, example]) => example!);

let test: TestApp;
let server: Receiver;
let tools: ReturnType<typeof customToolsIn>;
beforeAll(async () => {
  server = await startReceiver();
  const settings = { OUTBOUND_ALLOW_PRIVATE: true, CUSTOM_TOOL_HOSTS: `127.0.0.1:${server.port}` };
  test = await startApp({ settings });
  tools = customToolsIn(test, (await castIn(test)('admin')).headers);
});
afterAll(async () => {
  await test.close();
  await server.close();
});

it('shows a request that answers what it says', async () => {
  const hosts = [`127.0.0.1:${server.port}`];
  await tools.call('POST', '/secrets', { name: 'WEATHER_KEY', hosts, value: 'wk_0123456789abcdef' });
  server.answerAlways(replies.status(200, {}, '{"now":{"temperature":31}}'));
  const { name, definition } = JSON.parse(request!.replace('https://api.weather.example', server.url));
  const [, args, answer] = /called with `([^`]*)` it answers `([^`]*)`/.exec(text)!;
  await tools.published(name, definition, JSON.parse(args!));
  expect(await tools.execute(name, JSON.parse(args!))).toEqual({ ok: true, output: JSON.parse(answer!) });
  expect(server.received.at(-1)).toMatchObject({
    path: '/v1/cities/Pune?units=metric',
    headers: { authorization: 'Bearer wk_0123456789abcdef' },
  });
});

it('shows a question that can be asked', async () => {
  const { tool, arguments: args, answer } = JSON.parse(question!);
  const input = { properties: { words: { type: 'string' } } };
  await tools.published('custom.documented', questionTool(tool, args, { answer }, { input }));
  expect(await tools.execute('custom.documented', { words: 'leak' }, actorOf('viewer'))).toEqual({
    ok: true,
    output: { result: [], isShortened: false },
  });
});
