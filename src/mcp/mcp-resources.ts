// What may be read by an address, as domains and this one declare it (`@McpResource`), for the caller alone.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  ResourceNotFoundError,
  type ReadResourceResult,
  type Resource,
  type ResourceTemplateType,
} from '@modelcontextprotocol/server';
import { DeclarationScan } from '#libs/discovery';
import {
  mcpResourceFeeds,
  mcpResourceLists,
  mcpResources,
  shownOf,
  type FeedMcpResource,
  type ListMcpResources,
  type McpCall,
  type McpResourceDefinition,
  type ReadMcpResource,
} from './mcp.declarations.js';
import type { Actor } from '../access/actor.js';
import { pageOf } from './mcp-pages.js';
import { variablesOf, type Variables } from './resource-address.js';

const pageSize = 100;

interface Declared {
  definition: McpResourceDefinition;
  read: ReadMcpResource;
}

@Injectable()
export class McpResources implements OnModuleInit {
  private declared: readonly Declared[] = [];
  private lists: readonly ListMcpResources[] = [];
  private feeds: readonly { template: string; feed: FeedMcpResource }[] = [];

  constructor(private readonly scan: DeclarationScan) {}

  onModuleInit(): void {
    this.declared = this.scan
      .methods(mcpResources)
      .map(({ definition, call }) => ({ definition, read: call as unknown as ReadMcpResource }));
    this.lists = this.scan.methods(mcpResourceLists).map(({ call }) => call as unknown as ListMcpResources);
    this.feeds = this.scan
      .methods(mcpResourceFeeds)
      .map(({ definition, call }) => ({ template: definition, feed: call as unknown as FeedMcpResource }));
  }

  async list(call: McpCall, cursor?: string) {
    const fixed = this.shownTo(call).filter(({ definition }) => !isTemplate(definition));
    const own = (await Promise.all(this.lists.map((list) => list(call)))).flat();
    const all: Resource[] = [...fixed.map(({ definition }) => shownOf(definition)), ...own];
    return pageOf('resources', all, pageSize, cursor);
  }

  templates(call: McpCall, cursor?: string) {
    const templates: ResourceTemplateType[] = this.shownTo(call)
      .filter(({ definition }) => isTemplate(definition))
      .map(({ definition }) => {
        const { uri, ...rest } = shownOf(definition);
        return { ...rest, uriTemplate: uri };
      });
    return pageOf('resourceTemplates', templates, pageSize, cursor);
  }

  /** @throws ResourceNotFoundError for what is not there, and for what is somebody else's: nobody can tell which */
  async read(call: McpCall, uri: string): Promise<ReadResourceResult> {
    for (const { definition, read } of this.shownTo(call)) {
      const variables = variablesOf(definition.uri, uri);
      const found = variables && (await read(uri, variables, call));
      if (found) return found;
    }
    throw new ResourceNotFoundError(uri.slice(0, 500));
  }

  /**
   * Tells `changed` whenever what is under this address has changed, until the signal fires.
   * @returns false where it is none that can be followed, or not the caller's
   */
  async follow(actor: Actor, uri: string, changed: () => void, signal: AbortSignal): Promise<boolean> {
    for (const { template, feed } of this.feeds) {
      const variables: Variables | undefined = variablesOf(template, uri);
      if (variables) return feed(actor, variables, changed, signal);
    }
    return false;
  }

  private shownTo(call: McpCall): readonly Declared[] {
    return this.declared.filter(({ definition }) => definition.isFor?.(call) ?? true);
  }
}

function isTemplate({ uri }: McpResourceDefinition): boolean {
  return uri.includes('{');
}
