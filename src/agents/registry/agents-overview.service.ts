// What staff see of the agents: what each declares, how it is set, and how it does.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SharedCache } from '#libs/cache';
import { Clock, dayMs } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AgentFiguresService, type AgentFigures } from '../../conversations/agent-figures.service.js';
import { AgentRegistry } from '../dialogue/agent-registry.js';
import type { AgentDeclaration } from '../dialogue/agent.js';
import type { AgentConfiguration } from './agent-configuration.entity.js';
import { AgentConfigurationsService } from './agent-configurations.service.js';
import type { agentHealths } from './registry.schemas.js';

/** Counting reads every answer of the period, so whoever asks again within this gets the same figures. */
const figuresTtlMs = 60_000;
/** One turn in so many that fails makes an agent a failing one. */
const failingShare = 10;

const noFigures = {
  ...{ turns: 0, errors: 0, misses: 0, conversions: 0 },
  ...{ meanMs: null, p95Ms: null, lastUsedAt: null },
};

interface Counted {
  since: Date;
  figures: AgentFigures[];
}

@Injectable()
export class AgentsOverviewService {
  constructor(
    private readonly registry: AgentRegistry,
    private readonly configurations: AgentConfigurationsService,
    private readonly figures: AgentFiguresService,
    private readonly cache: SharedCache,
    private readonly clock: Clock,
  ) {}

  /** In the order of their parts in an answer. @param days how far back turns are counted */
  async list(actor: Actor, days: number) {
    const set = await this.configurations.all(actor);
    const [counted, lastDay] = [await this.counted(days), await this.counted(1)];
    const { declarations } = this.registry.directory;
    return Promise.all(
      declarations.map(async (declaration) => {
        const configuration =
          set.get(declaration.name) ?? (await this.configurations.get(actor, declaration.name));
        return viewOf(declaration, configuration, counted, lastDay);
      }),
    );
  }

  /** @throws NotFound */
  async get(actor: Actor, name: string, days: number) {
    const configuration = await this.configurations.get(actor, name);
    const declaration = this.configurations.declared(name);
    return viewOf(declaration, configuration, await this.counted(days), await this.counted(1));
  }

  private async counted(days: number): Promise<Counted> {
    const kept = await this.cache.getOrSet(`agent-figures:${days}`, figuresTtlMs, async () => {
      const since = new Date(this.clock.now().getTime() - days * dayMs);
      return { since, figures: await this.figures.since(since) };
    });
    // From a shared store instants come as texts.
    const figures = kept.figures.map((each) => ({ ...each, lastUsedAt: new Date(each.lastUsedAt) }));
    return { since: new Date(kept.since), figures };
  }
}

function viewOf(
  declaration: AgentDeclaration,
  configuration: AgentConfiguration,
  { since, figures }: Counted,
  lastDay: Counted,
) {
  const { name, description, kind, intents, settings, isFallback, isForDanger } = declaration;
  const own = figures.filter(({ agent }) => agent === name);
  return {
    ...{ name, description, kind, intents, configuration },
    mayBeSwitchedOff: !isFallback && !isForDanger,
    settingsSchema: settings ? z.toJSONSchema(settings, { io: 'input' }) : null,
    health: healthOf(
      configuration,
      lastDay.figures.find(({ agent, version }) => agent === name && version === null),
    ),
    performance: {
      since,
      ...(own.find(({ version }) => version === null) ?? noFigures),
      byVersion: own.filter(({ version }) => version !== null),
    },
  };
}

function healthOf(
  { isEnabled }: AgentConfiguration,
  lastDay: AgentFigures | undefined,
): (typeof agentHealths)[number] {
  if (!isEnabled) return 'off';
  const { turns, errors } = lastDay ?? noFigures;
  return errors > 0 && errors * failingShare >= turns ? 'failing' : 'healthy';
}
