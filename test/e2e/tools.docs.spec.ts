// The examples of docs/tools.md, one after the other, as they stand there.
import { readFileSync } from 'node:fs';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn } from '../support/given.js';

const text = readFileSync(new URL('../../docs/tools.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, command]) => command!);

let test: TestApp;
let token: string;
beforeAll(async () => {
  test = await startApp();
  const given = givenIn(test);
  await given.service();
  token = (await given.signedIn()).headers.authorization.replace('Bearer ', '');
});
afterAll(() => test.close());

it('has examples', () => expect(examples).toHaveLength(5));

it.each(examples)('%s', async (command) => {
  const url = /"\$API([^"]+)"/.exec(command)![1]!;
  const body = /-d '(.*)'/s.exec(command)?.[1];
  const answer = await test.http({
    method: body ? 'POST' : 'GET',
    url,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    payload: body,
  });
  expect(answer.json()).not.toHaveProperty('code');
  expect(answer.statusCode).toBe(200);
});

it('sends only what a shell would send', () => {
  for (const command of examples)
    expect(command).toMatch(/^curl "\$API\/api\/v1\/[^"]+" -H "Authorization: Bearer \$TOKEN"/);
});
