// What a call of a tool costs beside the use case alone, in interleaved rounds of one run: a tool of a domain beside the method that it calls, a tool
// of an operation beside the request to its route; and what it costs to print the forms of all tools, the first time and again. On the embedded database.
// Arguments: rounds (default 5) and calls a round (default 300).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import { createLogger } from '#libs/observability';
import { newId } from '#libs/orm';
import { ToolRegistry } from '#libs/tools';
import { customerGrants } from '../src/access/roles.js';
import type { Actor } from '../src/access/actor.js';
import { createApp } from '../src/app.js';
import { AddressesService } from '../src/addresses/addresses.service.js';
import { readSettings } from '../src/config/settings.js';
import { ToolsService } from '../src/tools/tools.service.js';

export async function run([rounds = '5', calls = '300']: string[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-tools-'));
  const settings = readSettings({
    DATA_DIR: directory,
    DEMO_DATA: 'false',
    SECRET_KEY: 'x'.repeat(32),
    RATE_LIMIT_DEFAULT: '10000000',
    RATE_LIMIT_AUTH: '10000000',
  });
  const app = await createApp(settings, { logger: createLogger('silent') });
  try {
    await app.init();
    const person = { name: 'Asha Rao', email: `${newId()}@example.com`, password: 'correct horse 42' };
    const registered = await app.inject({ method: 'POST', url: '/api/v1/auth/register', payload: person });
    const { accessToken, user } = registered.json<{ accessToken: string; user: { id: string } }>();
    const headers = { authorization: `Bearer ${accessToken}` };
    const actor: Actor = { kind: 'customer', id: user.id, permissions: new Set(customerGrants) };
    const registry = app.get(ToolRegistry, { strict: false });
    const addresses = app.get(AddressesService, { strict: false });
    const orm = app.get<MikroORM>(MikroORM);
    const ways: Record<string, () => Promise<unknown>> = {
      'use case alone': () => RequestContext.create(orm.em, () => addresses.list(actor)),
      'tool of the domain': () => must(registry.execute(actor, 'addresses.list', {})),
      'request to the route': () => app.inject({ url: '/api/v1/users/me/addresses', headers }),
      'tool of the operation': () => must(registry.execute(actor, 'users.list_addresses', {})),
      'POST /tools/execute': () =>
        app.inject({
          method: 'POST',
          url: '/api/v1/tools/execute',
          headers,
          payload: { name: 'users.list_addresses' },
        }),
    };
    const figures = await measured(ways, Number(rounds), Number(calls));
    const forms = printed(app.get(ToolsService, { strict: false }), registry, actor);
    console.table([...figures, ...forms]);
    console.log(JSON.stringify({ benchmark: 'tools', figures, forms }));
  } finally {
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function must(outcome: ReturnType<ToolRegistry['execute']>): Promise<void> {
  const { ok, ...rest } = await outcome;
  if (!ok) throw new Error(`The tool refused: ${JSON.stringify(rest)}`);
}

async function measured(ways: Record<string, () => Promise<unknown>>, rounds: number, calls: number) {
  const took = new Map<string, number[]>(Object.keys(ways).map((what) => [what, []]));
  for (let round = -1; round < rounds; round++)
    for (const [what, call] of Object.entries(ways)) {
      const started = performance.now();
      for (let each = 0; each < calls; each++) await call();
      // The first is for warming up.
      if (round >= 0) took.get(what)!.push(((performance.now() - started) * 1_000) / calls);
    }
  return [...took].map(([what, samples]) => ({ what, microseconds: Math.round(median(samples)) }));
}

function printed(tools: ToolsService, registry: ToolRegistry, actor: Actor) {
  const names = registry.availableTo(actor).map(({ name }) => name);
  return ['first time', 'again'].map((when) => {
    const started = performance.now();
    for (const name of names) tools.get(actor, name);
    const microseconds = Math.round(((performance.now() - started) * 1_000) / names.length);
    return { what: `forms of a tool, ${when} (${names.length} tools)`, microseconds };
  });
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
