// Tools and routes are two ways to the same: what is no tool says why, and who may call a tool is who may call its route.
import { ToolRegistry, printSchema, type ToolDefinition } from '#libs/tools';
import type { Actor } from '../../src/access/actor.js';
import { customerGrants, roleGrants, staffRoles } from '../../src/access/roles.js';
import { apiDocumentOf } from '../../src/api-document.js';
import { apiOperations } from '../../src/tools/api-operations.js';
import { untooledOperations, whyUntooled } from '../../src/tools/untooled-operations.js';
import { startApp, type TestApp } from '../support/app.js';
import { castIn, type Player } from '../support/cast.js';

let test: TestApp;
let registry: ToolRegistry;
let document: ReturnType<typeof apiDocumentOf>;
let cast: (role: string) => Promise<Player>;
beforeAll(async () => {
  test = await startApp();
  registry = test.app.get(ToolRegistry);
  document = apiDocumentOf(test.app);
  cast = castIn(test);
});
afterAll(() => test.close());

const roles = ['customer', ...staffRoles] as const;
function actorWith(role: string, id = 'somebody'): Actor {
  const held = role === 'customer' ? customerGrants : roleGrants[role as keyof typeof roleGrants];
  return { kind: role === 'customer' ? 'customer' : 'staff', id, permissions: new Set(held) };
}

/** Every operation of the document, with what is known of it. */
const documented = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.values(item as Record<string, { operationId: string }>).map(({ operationId }) => ({
      id: operationId,
      path,
    })),
  );
const toolsByOperation = (): Map<string, ToolDefinition> => {
  const all = roles.flatMap((role) => registry.availableTo(actorWith(role)));
  return new Map(all.flatMap((tool) => (tool.operation ? [[tool.operation, tool] as const] : [])));
};

it('has a tool for every operation, or says why there is none', () => {
  const tools = toolsByOperation();
  const speaksJson = new Set(apiOperations(document).map(({ id }) => id));
  const silent = documented().filter(
    ({ id, path }) => !tools.has(id) && speaksJson.has(id) && whyUntooled(id, path) === undefined,
  );
  expect(silent.map(({ id }) => id)).toEqual([]);
});

it('gives no reason for what is a tool, or for what is not there', () => {
  const ids = new Set(documented().map(({ id }) => id));
  expect(Object.keys(untooledOperations).filter((id) => !ids.has(id))).toEqual([]);
  const tools = toolsByOperation();
  expect(documented().filter(({ id, path }) => tools.has(id) && whyUntooled(id, path) !== undefined)).toEqual(
    [],
  );
});

it('stands for operations that there are', () => {
  const ids = new Set(documented().map(({ id }) => id));
  const named = registry.list().flatMap(({ operation }) => operation ?? []);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});

it('names tools as clients of models take them, each once', () => {
  for (const role of roles) {
    const names = registry.availableTo(actorWith(role)).map(({ name }) => name);
    expect(
      names.filter((name) => !/^[a-z][a-z0-9_]*(?:[.][a-z][a-z0-9_]*)+$/.test(name) || name.length > 64),
    ).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  }
});

it('takes and tells no secret', () => {
  const secrets = /"(?:password|newPassword|currentPassword|secret|token|refreshToken|accessToken)":/;
  const telling = roles
    .flatMap((role) => registry.availableTo(actorWith(role)))
    .filter(({ input, output }) =>
      secrets.test(JSON.stringify([printSchema(input, 'input'), printSchema(output, 'output')])),
    );
  expect(new Set(telling.map(({ name }) => name))).toEqual(new Set());
});

it('prints forms that stand alone', () => {
  const offenders = registry.availableTo(actorWith('super_admin')).flatMap(({ name, input, output }) =>
    (
      [
        [input, 'input'],
        [output, 'output'],
      ] as const
    ).flatMap(([schema, direction]) => {
      const printed = printSchema(schema, direction);
      const text = JSON.stringify(printed);
      const wanted = [...text.matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, each]) => each!);
      const there = Object.keys((printed.$defs as object | undefined) ?? {});
      return text.includes('#/components/') || wanted.some((each) => !there.includes(each)) ? [name] : [];
    }),
  );
  expect(offenders).toEqual([]);
});

describe.each(roles)('the tools of %s', (role) => {
  it('are the operations that they may call over HTTP, and no other', async () => {
    const { id, headers } = await cast(role);
    const listed = new Set(
      registry.availableTo(actorWith(role, id)).flatMap(({ operation }) => operation ?? []),
    );
    const offenders: string[] = [];
    for (const operation of apiOperations(document)) {
      if (whyUntooled(operation.id, operation.path) !== undefined) continue;
      // Nothing fits, so that nothing is done: who may call gets as far as being told so, or is served.
      const url = operation.path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
      const payload = operation.takesBody ? { 'no field of it': true } : undefined;
      if (operation.method !== 'GET' && !operation.takesBody && !operation.path.includes('{')) continue;
      const { statusCode } = await test.http({ method: operation.method, url, headers, payload });
      const isLetIn = statusCode !== 401 && statusCode !== 403;
      if (isLetIn !== listed.has(operation.id))
        offenders.push(
          `${operation.id}: HTTP ${statusCode}, ${listed.has(operation.id) ? '' : 'not '}listed`,
        );
    }
    expect(offenders).toEqual([]);
  });
});
