// The published versions, in the memory of every process, as the registry wants them: it asks at every call.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import { SuppliesTools, type SuppliedTool, type ToolDefinition } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { CustomTool, CustomToolVersion } from './custom-tool.entity.js';
import { CustomToolRunner } from './custom-tool-runner.js';
import type { Arguments } from './template.js';
import { toolDefinition, type ToolDefinitionInput } from './tool-definition.js';
import { checkedInput } from './tool-input.js';

/** The channel of the database on which every process hears that something else is published. */
const signal = 'custom_tools';

const output = {
  json: {
    type: 'object',
    properties: {
      result: { description: 'What was asked for, as the tool selects it.' },
      isShortened: { type: 'boolean', description: 'Whether a list had more than is told.' },
    },
    required: ['result', 'isShortened'],
  },
  check: () => [],
} as const;

@Injectable()
export class PublishedTools implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('CustomTools');
  private tools: readonly SuppliedTool[] = [];
  /** One look after the other: a slow one must not overwrite what a later one has seen. */
  private looking: Promise<void> = Promise.resolve();
  private stopListening: (() => Promise<void>) | undefined;

  constructor(
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    private readonly em: EntityManager,
    private readonly runner: CustomToolRunner,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // Listening first: what is published in between is heard.
    this.stopListening = await this.database.signals.listen(signal, () => void this.refresh());
    await this.refresh();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stopListening?.();
    await this.looking;
  }

  @SuppliesTools('custom')
  supplied(): readonly SuppliedTool[] {
    return this.tools;
  }

  /** Here; not to be called in a transaction. What cannot be read leaves everything as it was. */
  refresh(): Promise<void> {
    this.looking = this.looking.then(() => this.read());
    return this.looking;
  }

  /** In every process, when the transaction of `em` is committed. */
  async everywhere(em: EntityManager): Promise<void> {
    await (em as SqlEntityManager).execute('select pg_notify(?, ?)', [signal, '']);
  }

  private async read(): Promise<void> {
    try {
      const versions = await this.em
        .fork()
        .find(CustomToolVersion, { status: 'published' }, { populate: ['tool'] });
      this.tools = versions.flatMap((version) => this.supply(version));
    } catch (error) {
      this.logger.warn({ err: error }, 'the tools of staff could not be read');
    }
  }

  private supply({ tool, number, definition }: CustomToolVersion): SuppliedTool[] {
    const { name } = tool as unknown as CustomTool;
    // Written under an earlier form, which a later one may not take any more.
    const { data } = toolDefinition.safeParse(definition);
    if (data) return [this.toolOf(name, data)];
    this.logger.warn({ tool: name, number }, 'a tool of staff is not of the form that it must have');
    return [];
  }

  /** A call that is under way keeps the version that it began with. */
  private toolOf(name: string, definition: ToolDefinitionInput): SuppliedTool {
    return {
      definition: registeredAs(name, definition),
      run: (caller, args, call) =>
        this.runner.run(caller as Actor, name, definition, args as Arguments, call),
    };
  }
}

function registeredAs(name: string, definition: ToolDefinitionInput): ToolDefinition {
  const { description, permission, audience, effect, input } = definition;
  return {
    name,
    description,
    permission,
    effect,
    input: checkedInput(input),
    output,
    isFor: (caller) =>
      caller.permissions.has(permission) && (audience === 'everybody' || caller.kind === 'staff'),
  };
}
