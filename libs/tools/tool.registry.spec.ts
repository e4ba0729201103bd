import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { MikroORM } from '@mikro-orm/core';
import { createCache } from 'cache-manager';
import { z } from 'zod';
import { SharedCache, storeOf } from '#libs/cache';
import { DomainError } from '#libs/errors';
import { ExplainsRefusals, Tool, type ToolCall, type ToolCaller } from './tool.decorator.js';
import { ToolRegistry } from './tool.registry.js';
import { ToolRegistryModule } from './tool-registry.module.js';

const numberInput = z.strictObject({ number: z.number().int() });
const definition = {
  input: numberInput,
  output: z.object({ result: z.number() }),
  permission: 'count.use',
  effect: 'read',
} as const;

@Injectable()
class CountTools {
  readonly confirmations: (string | undefined)[] = [];

  @Tool({ ...definition, name: 'count.double', description: 'Doubles.' })
  async double(_caller: ToolCaller, { number }: { number: number }) {
    return { result: number * 2, secret: 'never leaves' };
  }

  @Tool({ ...definition, name: 'count.store', description: 'Stores.', effect: 'write' })
  async store(_caller: ToolCaller, { number }: { number: number }, call: ToolCall) {
    this.confirmations.push(call.confirmation);
    return { result: number };
  }

  @Tool({ ...definition, name: 'count.refuse', description: 'Refuses.' })
  async refuse(): Promise<never> {
    throw new DomainError('TOO_ODD', 'conflict', 'Odd numbers are out.', { limit: 2 });
  }

  @Tool({ ...definition, name: 'count.break', description: 'Breaks.' })
  async break(): Promise<never> {
    throw new Error('password=hunter2');
  }

  @Tool({ ...definition, name: 'count.hang', description: 'Never answers.', timeoutMs: 20 })
  hang(_caller: ToolCaller, _input: unknown, call: ToolCall): Promise<never> {
    return new Promise((_, reject) =>
      call.signal.addEventListener('abort', () => reject(new Error('stopped'))),
    );
  }

  @ExplainsRefusals('count')
  async explain({ kind }: ToolCaller, { name }: { name: string }) {
    return { record: `${kind} ${name}` };
  }
}

const caller = (kind = 'customer', ...permissions: string[]): ToolCaller => ({
  kind,
  permissions: new Set(permissions),
});
const allowed = caller('customer', 'count.use');
let registry: ToolRegistry;
let tools: CountTools;
beforeAll(async () => {
  // The registry needs the ORM only to open a view of the database for each call.
  const orm = { em: { name: 'default', fork: () => ({ name: 'default' }) } };
  const cache = new SharedCache(createCache({ stores: [await storeOf(undefined)] }));
  const module = await Test.createTestingModule({ imports: [ToolRegistryModule], providers: [CountTools] })
    .useMocker(
      (token) =>
        ({ [MikroORM.name]: orm, [SharedCache.name]: cache })[(token as { name: string }).name] ?? {},
    )
    .setLogger({ log() {}, warn() {}, error() {} })
    .compile();
  await module.init();
  [registry, tools] = [module.get(ToolRegistry), module.get(CountTools)];
});

const call = (name: string, args: unknown = { number: 4 }, by = allowed, confirmation?: string) =>
  registry.execute(by, name, args, { confirmation });

describe('the tool registry', () => {
  it('finds the tools that domains declare', () => {
    expect(
      registry
        .list()
        .map((tool) => tool.name)
        .sort(),
    ).toEqual(['count.break', 'count.double', 'count.hang', 'count.refuse', 'count.store']);
  });

  it('answers only what the tool declares to answer', async () => {
    expect(await call('count.double')).toEqual({ ok: true, output: { result: 8 } });
  });

  it.each([
    ['a tool that does not exist', 'count.nothing', { number: 1 }, allowed, 'TOOL_UNKNOWN'],
    ['a caller without the permission', 'count.double', { number: 1 }, caller(), 'FORBIDDEN'],
    ['arguments that do not fit', 'count.double', { number: 'four', more: 1 }, allowed, 'INPUT_INVALID'],
    ['what the domain refuses', 'count.refuse', { number: 1 }, allowed, 'TOO_ODD'],
    ['what takes too long', 'count.hang', { number: 1 }, allowed, 'TIMED_OUT'],
  ])('refuses %s', async (_, name, args, by, code) => {
    expect(await call(name, args, by)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('checks the permission before it looks at the arguments', async () => {
    expect(await call('count.double', 'nonsense', caller())).toMatchObject({
      refusal: { code: 'FORBIDDEN' },
    });
  });

  it('adds to a refusal what whoever keeps a record of them says', async () => {
    expect(await call('count.double', { number: 1 }, caller())).toMatchObject({
      refusal: { code: 'FORBIDDEN', data: { requires: 'count.use', record: 'customer count.double' } },
    });
  });

  it('says nothing of what broke inside', async () => {
    const outcome = await call('count.break');
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'FAILED' } });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });

  it('lets an agent write only with a confirmation, and hands it on', async () => {
    const agent = caller('agent', 'count.use');
    expect(await call('count.store', { number: 1 }, agent)).toMatchObject({
      refusal: { code: 'NOT_CONFIRMED' },
    });
    expect(tools.confirmations).toEqual([]);
    expect(await call('count.store', { number: 1 }, agent, 'yes-1')).toEqual({
      ok: true,
      output: { result: 1 },
    });
    expect(tools.confirmations).toEqual(['yes-1']);
  });
});
