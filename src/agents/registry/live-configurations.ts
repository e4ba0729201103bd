// How the agents are set, as it was a moment ago, in memory: every turn asks.
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Clock } from '#libs/time';
import { AgentRegistry } from '../dialogue/agent-registry.js';
import type { AgentDeclaration } from '../dialogue/agent.js';
import { AgentConfiguration, AgentVersion, declaredVersion } from './agent-configuration.entity.js';

/** A change made by another process is noticed after this. */
const believedMs = 900;

/** How one agent is set in one conversation. */
export interface TurnConfiguration {
  isEnabled: boolean;
  version: number;
  /** Of the schema that the agent declares. */
  settings: Readonly<Record<string, unknown>>;
}

/** How all of them are, the same through a turn. */
export type TurnConfigurations = (agent: string) => TurnConfiguration;

interface Live {
  configurations: ReadonlyMap<string, AgentConfiguration>;
  /** Settings by agent and number. */
  settings: ReadonlyMap<string, Record<string, unknown>>;
}

@Injectable()
export class LiveConfigurations {
  private readonly logger = new Logger(LiveConfigurations.name);
  /** What was read, or is being read; all who ask meanwhile wait for one look. */
  private latest?: { live: Promise<Live>; at: number };

  constructor(
    private readonly em: EntityManager,
    private readonly registry: AgentRegistry,
    private readonly clock: Clock,
  ) {}

  /** Not to be called in a transaction: it may ask the database over a connection of its own, and the embedded one has but one. */
  async of(conversationId: string): Promise<TurnConfigurations> {
    const { configurations, settings } = await this.read();
    return (agent) => {
      const declaration = this.registry.directory.named(agent);
      const configuration = configurations.get(agent);
      const version = configuration?.versionFor(conversationId) ?? declaredVersion;
      const kept = settings.get(keyOf(agent, version));
      return {
        isEnabled: configuration?.isEnabled ?? true,
        ...this.configured(declaration, kept ? version : declaredVersion, kept ?? {}),
      };
    };
  }

  /** To be called after something was changed here: who asks from now on must not share a look that began before. */
  forget(): void {
    this.latest = undefined;
  }

  /** What is no longer understood, after the program was renewed, is not used; it is not lost either. */
  private configured(
    { name, settings: schema }: AgentDeclaration,
    version: number,
    kept: Record<string, unknown>,
  ): Pick<TurnConfiguration, 'version' | 'settings'> {
    if (!schema) return { version: declaredVersion, settings: {} };
    const parsed = schema.safeParse(kept);
    if (parsed.success) return { version, settings: parsed.data };
    this.logger.warn({ agent: name, version }, 'settings of an agent do not fit it any more');
    return { version: declaredVersion, settings: schema.parse({}) };
  }

  private read(): Promise<Live> {
    const now = this.clock.now().getTime();
    // Nor where the clock was set back.
    if (!this.latest || Math.abs(now - this.latest.at) >= believedMs)
      this.latest = { live: this.load(), at: now };
    return this.latest.live;
  }

  private async load(): Promise<Live> {
    try {
      const em = this.em.fork();
      const rows = await em.find(AgentConfiguration, {});
      const used = rows.flatMap(({ agent, liveVersion, candidateVersion }) =>
        [liveVersion, candidateVersion].flatMap((number) => (number ? [{ agent, number }] : [])),
      );
      const versions = used.length > 0 ? await em.find(AgentVersion, { $or: used }) : [];
      return {
        configurations: new Map(rows.map((row) => [row.agent, row])),
        settings: new Map(versions.map(({ agent, number, settings }) => [keyOf(agent, number), settings])),
      };
    } catch (error) {
      this.forget(); // the next one tries again
      throw error;
    }
  }
}

const keyOf = (agent: string, number: number): string => `${agent} ${number}`;
