// What there is to be called, as the caller may see it.
import { Injectable } from '@nestjs/common';
import { pageOfRows, type Page } from '#libs/http';
import { printSchema, ToolRegistry, type ToolDefinition } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { ToolCallRefused } from './tool-refusals.js';
import { toolsList, type ListTools } from './tools.schemas.js';

/** Of the registry, unless a tool says another. */
const usualTimeoutMs = 30_000;

/** Names are unique: the id never decides. */
const noId = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class ToolsService {
  /** By definition, which stays the same as long as the tool does: printing a form takes longer than most calls. */
  private readonly described = new WeakMap<ToolDefinition, ReturnType<typeof describeTool>>();
  private readonly printed = new WeakMap<ToolDefinition, ReturnType<typeof printForms>>();

  constructor(private readonly registry: ToolRegistry) {}

  /** @throws CursorInvalid */
  list(actor: Actor, query: ListTools): Page<ReturnType<typeof describeTool>> {
    const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const rows = this.registry
      .availableTo(actor)
      .map((tool) => this.described.get(tool) ?? this.describe(tool))
      .filter(
        ({ domain, effect }) =>
          !(query.domain && domain !== query.domain) && !(query.effect && effect !== query.effect),
      )
      .filter(({ name, description }) => {
        const text = `${name} ${description}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .map((row) => ({ ...row, id: noId }));
    return pageOfRows(rows, toolsList, query);
  }

  /** @throws ToolCallRefused with near names, where there is none that the caller may call */
  get(actor: Actor, name: string) {
    const tool = this.registry.findFor(actor, name);
    if (!tool) throw new ToolCallRefused(this.registry.unknown(actor, name).refusal, name);
    return { ...this.describe(tool), ...this.formsOf(tool) };
  }

  private describe(tool: ToolDefinition) {
    let known = this.described.get(tool);
    if (!known) this.described.set(tool, (known = describeTool(tool)));
    return known;
  }

  private formsOf(tool: ToolDefinition) {
    let known = this.printed.get(tool);
    if (!known) this.printed.set(tool, (known = printForms(tool)));
    return known;
  }
}

function describeTool(tool: ToolDefinition) {
  const { name, description, effect, permission, operation = null, cache = null } = tool;
  return {
    name,
    domain: name.split('.', 1)[0]!,
    description,
    effect,
    permission,
    operation,
    annotations: {
      readOnlyHint: effect === 'read',
      destructiveHint: effect === 'write',
      idempotentHint: effect === 'read' || tool.isRepeatable === true,
    },
    canRehearse: tool.canRehearse === true,
    cache,
    timeoutSeconds: (tool.timeoutMs ?? usualTimeoutMs) / 1_000,
  };
}

function printForms({ input, output }: ToolDefinition) {
  return { inputSchema: printSchema(input, 'input'), outputSchema: printSchema(output, 'output') };
}
