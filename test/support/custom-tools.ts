// Tools of staff, over the API, as a suite writes, tries and publishes them.
import type { InjectOptions } from 'fastify';
import { ToolRegistry, type ToolCallOptions } from '#libs/tools';
import type { Actor } from '../../src/access/actor.js';
import { roleGrants, type StaffRole } from '../../src/access/roles.js';
import type { TestApp } from './app.js';
import { newId } from '#libs/orm';

/** A definition that is whole; what is given comes in its place. */
export function httpTool(url: string, action: object = {}, rest: object = {}) {
  return {
    description: 'Tells what another server says of it.',
    permission: 'bookings.read',
    effect: 'read',
    input: { properties: { city: { type: 'string' } }, required: ['city'] },
    action: { kind: 'http', url, ...action },
    ...rest,
  };
}

export function questionTool(tool: string, args: object, action: object = {}, rest: object = {}) {
  return {
    description: 'Asks what others ask by hand, again and again.',
    permission: 'complaints.read',
    effect: 'read',
    action: { kind: 'question', tool, arguments: args, ...action },
    ...rest,
  };
}

export function actorOf(role: StaffRole, id = newId()): Actor {
  return { kind: 'staff', id, role, permissions: new Set(roleGrants[role]) };
}

export function customToolsIn({ app, http }: TestApp, headers: { authorization: string }) {
  const registry = app.get(ToolRegistry);
  const call = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path = '',
    payload?: object,
    more: InjectOptions['headers'] = {},
  ) => http({ method, url: `/api/v1/ops/custom-tools${path}`, headers: { ...headers, ...more }, payload });

  const create = (name: string, definition: object) => call('POST', '', { name, definition });
  const draft = (name: string, definition: object) => call('PUT', `/${name}`, { definition });
  const attempt = (name: string, input: object = {}, confirmed = false) =>
    call('POST', `/${name}/try`, { input, confirmed });

  /** Written, tried with `input`, and there for callers. */
  async function published(name: string, definition: object, input: object = {}): Promise<void> {
    const made = await create(name, definition);
    if (made.statusCode !== 201) throw new Error(`Creating failed: ${made.body}`);
    const tried = await attempt(name, input, true);
    if (tried.json().refusal !== null) throw new Error(`Trying failed: ${tried.body}`);
    const answer = await call('POST', `/${name}/publish`);
    if (answer.statusCode !== 200) throw new Error(`Publishing failed: ${answer.body}`);
  }

  const execute = (
    name: string,
    args: unknown = {},
    by = actorOf('ops_agent'),
    options: ToolCallOptions = {},
  ) => registry.execute(by, name, args, options);

  return { call, create, draft, attempt, published, execute, registry };
}
