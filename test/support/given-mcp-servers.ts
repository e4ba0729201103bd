// Foreign tool servers in stories: registered by a member of staff, read, and some of their tools approved.
import { RequestContext } from '@mikro-orm/core';
import { ToolRegistry, type ToolOutcome } from '#libs/tools';
import type { Actor } from '../../src/access/actor.js';
import { customerGrants, roleGrants, type StaffRole } from '../../src/access/roles.js';
import type { TestApp } from './app.js';

export interface ShownTool {
  name: string;
  toolName: string;
  state: string;
  hash: string;
  fault: string | null;
  effect: string | null;
  definition: { description: string; inputSchema: Record<string, unknown> };
  differences: string[];
}

export function mcpServersIn(test: TestApp, headers: { authorization: string }) {
  const call = (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path = '',
    payload?: object,
    more: Record<string, string> = {},
  ) =>
    test.http({ method, url: `/api/v1/ops/mcp-servers${path}`, headers: { ...headers, ...more }, payload });

  async function server(url: string, settings: object = {}): Promise<string> {
    const answer = await call('POST', '', { name: 'weather', transport: { kind: 'http', url }, ...settings });
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json().id;
  }

  async function tools(id: string): Promise<ShownTool[]> {
    return (await call('GET', `/${id}/tools`)).json().items;
  }

  async function refresh(id: string) {
    const answer = await call('POST', `/${id}/refresh`);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json() as { added: number; changed: number; gone: number; items: ShownTool[] };
  }

  /** Reads the tools, and approves all that can be. */
  async function approved(id: string, effect: 'read' | 'write' = 'read'): Promise<ShownTool[]> {
    const { items } = await refresh(id);
    for (const { name, hash, fault } of items)
      if (fault === null) {
        const answer = await call('POST', `/${id}/tools/${encodeURIComponent(name)}/approve`, {
          hash,
          effect,
        });
        if (answer.statusCode !== 200) throw new Error(answer.body);
      }
    return tools(id);
  }

  const registry = test.app.get(ToolRegistry);
  const run = (by: Actor, name: string, args: unknown = {}, confirmation?: string): Promise<ToolOutcome> =>
    RequestContext.create(test.orm.em, () => registry.execute(by, name, args, { confirmation }));
  const namesFor = (by: Actor) => registry.availableTo(by).map(({ name }) => name);

  return { call, server, tools, refresh, approved, run, namesFor, registry };
}

export const staffActor = (role: StaffRole, id = 'somebody'): Actor => ({
  kind: 'staff',
  id,
  role,
  permissions: new Set(roleGrants[role]),
});
export const customerActor = (id = 'a customer'): Actor => ({
  kind: 'customer',
  id,
  permissions: new Set(customerGrants),
});
