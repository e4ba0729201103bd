// A tool of a foreign server, as the server tells of it now and as somebody has approved it. Only what is told with the very words that were
// approved is a tool of ours.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import type { ReadTool, ToolDefinitionOfServer } from './definitions/tool-definition.js';
import { McpServer } from './mcp-server.entity.js';

export const toolStates = ['new', 'approved', 'changed', 'rejected', 'gone'] as const;
export type ToolState = (typeof toolStates)[number];
export const foreignEffects = ['read', 'write'] as const;
export type ForeignEffect = (typeof foreignEffects)[number];

const McpToolSchema = defineEntity({
  name: 'McpTool',
  tableName: 'mcp_tools',
  uniques: [{ name: 'mcp_tools_name_unique', properties: ['server', 'name'] }],
  properties: {
    id: idColumn(),
    server: () => p.manyToOne(McpServer).mapToPk().deleteRule('cascade'),
    /** As the server calls it. */
    name: p.string().length(128),
    /** As it is called here, behind the name of the server and a point. */
    localName: p.string().length(42),
    definition: p.json().$type<ToolDefinitionOfServer>(),
    hash: p.string().length(64),
    /** Why it cannot be approved. */
    fault: p.string().length(300).nullable(),
    approvedDefinition: p.json().$type<ToolDefinitionOfServer>().nullable(),
    approvedHash: p.string().length(64).nullable(),
    /** As the approver says; what the server says of it is not believed. */
    effect: p.enum(foreignEffects).nullable(),
    /** Of the staff, who approved or rejected it. */
    decidedBy: p.uuid().nullable(),
    decidedAt: p.datetime().nullable(),
    rejectedHash: p.string().length(64).nullable(),
    firstSeenAt: p.datetime(),
    lastSeenAt: p.datetime(),
    goneAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class McpTool extends McpToolSchema.class {
  state(): ToolState {
    if (this.goneAt != null) return 'gone';
    if (this.rejectedHash === this.hash) return 'rejected';
    if (this.approvedHash == null) return 'new';
    return this.approvedHash === this.hash ? 'approved' : 'changed';
  }

  /** What the server tells of it now. @returns whether that ends an approval */
  tell({ definition, hash, localName, fault }: ReadTool, now: Date): boolean {
    const before = this.state();
    Object.assign(this, { definition, localName, fault, hash, lastSeenAt: now, goneAt: null });
    return before === 'approved' && this.state() === 'changed';
  }

  /** The server does not tell of it any more. Should it come back with the same words, it is approved still. */
  leave(now: Date): void {
    this.goneAt ??= now;
  }

  approve(effect: ForeignEffect, by: string, now: Date): void {
    this.approvedDefinition = this.definition;
    this.approvedHash = this.hash;
    this.rejectedHash = null;
    Object.assign(this, { effect, decidedBy: by, decidedAt: now });
  }

  reject(by: string, now: Date): void {
    this.approvedDefinition = null;
    this.approvedHash = null;
    this.rejectedHash = this.hash;
    Object.assign(this, { effect: null, decidedBy: by, decidedAt: now });
  }
}
McpToolSchema.setClass(McpTool);

/** Of one server. A model chooses badly among hundreds. */
export const mostTools = 64;
/** Kept of one server, those that are gone included. */
export const mostToolsKept = 200;
