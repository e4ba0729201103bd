// A client as somebody would generate it from the API document, thrown away afterwards: its types are exact where customers use it, and it
// registers, chats and books.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import ts from 'typescript';
import type { Subcategory } from '../../src/catalogue/service.entity.js';
import { apiDocumentOf } from '../../src/api-document.js';
import { givenIn } from '../support/given.js';
import { startApp, type TestApp } from '../support/app.js';

type Call = (options?: object) => Promise<{ data?: never; error?: unknown; response: Response }>;
type Client = Record<string, Call>;

let test: TestApp;
let directory: string;
let document: ReturnType<typeof apiDocumentOf>;
beforeAll(async () => {
  test = await startApp();
  document = apiDocumentOf(test.app);
  // Inside of the project, so that what is generated finds nothing else than we do.
  mkdirSync('node_modules/.cache', { recursive: true });
  directory = mkdtempSync(resolve('node_modules/.cache/client-'));
  writeFileSync(`${directory}/openapi.json`, JSON.stringify(document));
  await createClient({
    input: `${directory}/openapi.json`,
    output: { path: `${directory}/client`, importFileExtension: null },
    plugins: ['@hey-api/client-fetch', '@hey-api/sdk', '@hey-api/typescript'],
    logs: { level: 'silent' },
  });
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await test.close();
});

/** What customers use. */
const tags = ['Auth', 'Account', 'Addresses', 'Catalogue', 'Places', 'Providers', 'Bookings', 'Chat'];

it('compiles, and knows what every call of a customer takes and gives', () => {
  const root = `${directory}/client/index.ts`;
  const program = ts.createProgram([root], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  });
  expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);

  const checker = program.getTypeChecker();
  const types = program.getSourceFile(`${directory}/client/types.gen.ts`)!;
  const exported = new Map(
    checker.getExportsOfModule(checker.getSymbolAtLocation(types)!).map((symbol) => [symbol.name, symbol]),
  );
  const vague: string[] = [];
  const operations = Object.values(document.paths).flatMap(
    (path) => Object.values(path) as { operationId: string; tags: string[] }[],
  );
  const ids = operations
    .filter((operation) => tags.includes(operation.tags[0]!))
    .map(({ operationId }) => operationId);
  expect(ids.length).toBeGreaterThan(40);
  for (const id of ids)
    for (const name of [
      `${id.charAt(0).toUpperCase()}${id.slice(1)}Data`,
      `${id.charAt(0).toUpperCase()}${id.slice(1)}Responses`,
    ]) {
      const symbol = exported.get(name);
      if (symbol) vague.push(...vagueParts(checker, checker.getDeclaredTypeOfSymbol(symbol), name));
      else vague.push(`${name} is missing`);
    }
  expect(vague).toEqual([]);
});

/** Paths of the members that could be anything. What is left open on purpose is an index: `[key: string]: unknown`. */
function vagueParts(checker: ts.TypeChecker, type: ts.Type, path: string, depth = 0): string[] {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [path];
  if (depth > 8) return [];
  const inside = (inner: ts.Type, at: string) => vagueParts(checker, inner, at, depth + 1);
  if (type.isUnionOrIntersection()) return type.types.flatMap((each) => inside(each, path));
  if (checker.isArrayType(type))
    return inside(checker.getTypeArguments(type as ts.TypeReference)[0]!, `${path}[]`);
  if (!(type.flags & ts.TypeFlags.Object)) return [];
  // Files: a class of the platform.
  if (type.symbol?.name === 'Blob' || type.symbol?.name === 'File') return [];
  return type
    .getProperties()
    .flatMap((member) => inside(checker.getTypeOfSymbol(member), `${path}.${member.name}`));
}

it('registers, chats and books', async () => {
  const given = givenIn(test);
  const service = await given.service({ name: 'AC repair', pricePaise: 500_00 });
  await given.provider({ subcategory: service.subcategory as Subcategory });
  await test.app.listen(0, '127.0.0.1');
  const { port } = test.app.getHttpServer().address() as { port: number };
  const { client } = (await import(`${directory}/client/client.gen.ts`)) as {
    client: { setConfig(config: object): void };
  };
  const api = (await import(`${directory}/client/sdk.gen.ts`)) as Client;
  let token = '';
  client.setConfig({ baseUrl: `http://127.0.0.1:${port}`, auth: () => token });
  const call = async <Answer>(name: string, options: object = {}): Promise<Answer> => {
    const { data, error } = await api[name]!(options);
    if (data === undefined) throw new Error(`${name}: ${JSON.stringify(error)}`);
    return data;
  };

  const body = { name: 'Asha Rao', email: 'asha.client@example.com', password: 'correct horse 42' };
  token = (await call<{ accessToken: string }>('registerCustomer', { body })).accessToken;
  const answer = await call<{ reply: { text: string }; sessionId: string }>('sendChatMessage', {
    body: { message: 'hello' },
  });
  expect(answer.reply.text).not.toBe('');
  const query = { sessionId: answer.sessionId };
  expect((await call<{ items: unknown[] }>('listMessages', { query })).items).toHaveLength(2);

  const { items: slots } = await call<{ items: { providerId: string; startsAt: string }[] }>('listSlots', {
    path: { id: service.id },
    query: { pincode: '560034', date: '2026-11-21' },
  });
  const { providerId, startsAt } = slots[0]!;
  const address = { line: '12, 5th Cross, Koramangala', pincode: '560034' };
  const booking = await call<{ id: string; status: string }>('createBooking', {
    body: { serviceId: service.id, providerId, startsAt, address },
  });
  expect(booking.status).toBe('confirmed');
  expect(await call('getBooking', { path: { id: booking.id } })).toMatchObject({ id: booking.id });
  const again = await api.createBooking!({ body: { serviceId: service.id, providerId, startsAt, address } });
  expect(again.error).toMatchObject({ code: 'ALREADY_BOOKED', type: '/api/v1/problems/ALREADY_BOOKED' });
});
