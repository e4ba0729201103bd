// Staff set the agents while the program runs: on or off, and by numbered versions of their settings, which are never changed.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { afterCommit } from '#libs/orm';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { AgentRegistry } from '../dialogue/agent-registry.js';
import type { AgentDeclaration } from '../dialogue/agent.js';
import { AgentConfiguration, AgentVersion, declaredVersion } from './agent-configuration.entity.js';
import { LiveConfigurations } from './live-configurations.js';
import { AgentSettingsInvalid, AgentWithoutSettings, TooManyAgentVersions } from './registry.errors.js';
import {
  agentVersionsList,
  type AgentVersionsQuery,
  type CreateAgentVersion,
  type PublishAgentVersion,
  type ToggleAgent,
} from './registry.schemas.js';

/** Of one agent. */
const mostVersions = 1_000;

/** One setting in which two versions differ; undefined where one does not have it. */
export interface SettingChange {
  setting: string;
  from: unknown;
  to: unknown;
}

@Injectable()
export class AgentConfigurationsService {
  constructor(
    private readonly em: EntityManager,
    private readonly registry: AgentRegistry,
    private readonly live: LiveConfigurations,
    private readonly pages: PageReader,
    private readonly audit: AuditService,
  ) {}

  /** @throws NotFound when no agent has this name */
  declared(name: string): AgentDeclaration {
    const { directory } = this.registry;
    if (!directory.has(name)) throw new NotFound('Agent', name);
    return directory.named(name);
  }

  /** What is set; an agent that nobody has set is as it is declared. @throws NotFound */
  async get(_actor: Actor, name: string): Promise<AgentConfiguration> {
    this.declared(name);
    return (await this.em.findOne(AgentConfiguration, { agent: name })) ?? asDeclared(name);
  }

  /** All that were ever set, by agent. */
  async all(_actor: Actor): Promise<Map<string, AgentConfiguration>> {
    const rows = await this.em.find(AgentConfiguration, {});
    return new Map(rows.map((row) => [row.agent, row]));
  }

  /**
   * From the next turn on, on other processes within a second.
   * @throws AgentAlwaysOn, NotFound, PreconditionFailed
   */
  toggle(
    actor: Actor,
    name: string,
    { enabled, reason }: ToggleAgent,
    expected: ExpectedVersions,
  ): Promise<AgentConfiguration> {
    const { isFallback, isForDanger } = this.declared(name);
    return this.changing(actor, name, enabled ? 'enabled' : 'disabled', expected, (configuration) =>
      configuration.toggle(enabled, reason, !isFallback && !isForDanger),
    );
  }

  /** @throws NotFound, CursorInvalid, ValidationFailed */
  versions(_actor: Actor, name: string, query: AgentVersionsQuery): Promise<Page<AgentVersion>> {
    this.declared(name);
    return this.pages.read(AgentVersion, agentVersionsList, query, { where: [{ agent: name }] });
  }

  /** Nothing changes until it is published. @throws NotFound, AgentWithoutSettings, AgentSettingsInvalid, TooManyAgentVersions */
  async createVersion(
    actor: Actor,
    name: string,
    { settings, note }: CreateAgentVersion,
  ): Promise<AgentVersion> {
    const parsed = settingsOf(this.declared(name), settings);
    return this.em.transactional(async (em) => {
      // One at a time, so that numbers have no gaps.
      await this.locked(em, name);
      const number = (await em.count(AgentVersion, { agent: name })) + 1;
      if (number > mostVersions) throw new TooManyAgentVersions(mostVersions);
      const version = em.create(AgentVersion, { agent: name, number, settings: parsed, note });
      await this.record(actor, 'version_created', name, { after: { number, settings: parsed } });
      return version;
    });
  }

  /** In which settings `to` differs from `from`. @throws NotFound */
  async compare(_actor: Actor, name: string, from: number, to: number): Promise<SettingChange[]> {
    const [before, after] = [
      await this.settings(this.em, name, from),
      await this.settings(this.em, name, to),
    ];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
    return names
      .map((setting) => ({ setting, from: before[setting] ?? null, to: after[setting] ?? null }))
      .filter((each) => JSON.stringify(each.from) !== JSON.stringify(each.to));
  }

  /**
   * @param input `percent` of the conversations have it; with 100 it is the live one
   * @throws NotFound, AgentSettingsInvalid when the agent has been renewed and does not take it any more, PreconditionFailed
   */
  publish(
    actor: Actor,
    name: string,
    { number, percent }: PublishAgentVersion,
    expected: ExpectedVersions,
  ): Promise<AgentConfiguration> {
    return this.changing(actor, name, 'published', expected, async (configuration, em) => {
      settingsOf(this.declared(name), await this.settings(em, name, number));
      configuration.publish(number, percent);
    });
  }

  /** @throws NothingToRollBack, NotFound, PreconditionFailed */
  rollBack(actor: Actor, name: string, expected: ExpectedVersions): Promise<AgentConfiguration> {
    return this.changing(actor, name, 'rolled_back', expected, (configuration) => configuration.rollBack());
  }

  /** Of a version; those of the declaration are its defaults. @throws NotFound */
  private async settings(em: EntityManager, name: string, number: number): Promise<Record<string, unknown>> {
    const declaration = this.declared(name);
    if (number === declaredVersion) return declaration.settings?.parse({}) ?? {};
    const version = await em.findOne(AgentVersion, { agent: name, number });
    if (!version) throw new NotFound('Agent version', String(number));
    return version.settings;
  }

  private async changing(
    actor: Actor,
    name: string,
    what: string,
    expected: ExpectedVersions,
    change: (configuration: AgentConfiguration, em: EntityManager) => void | Promise<void>,
  ): Promise<AgentConfiguration> {
    this.declared(name);
    const changed = await this.em.transactional(async (em) => {
      const configuration = await this.locked(em, name);
      checkVersion(configuration, expected);
      const before = factsOf(configuration);
      await change(configuration, em);
      await this.record(actor, what, name, { before, after: factsOf(configuration) });
      return configuration;
    });
    await afterCommit(() => this.live.forget());
    return changed;
  }

  /** Of two changes at once the second sees the first, also where there was no row. */
  private async locked(em: EntityManager, agent: string): Promise<AgentConfiguration> {
    await em.upsert(AgentConfiguration, { agent }, { onConflictAction: 'ignore' });
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    return em.findOneOrFail(AgentConfiguration, { agent }, { lockMode, refresh: true });
  }

  private record(
    actor: Actor,
    what: string,
    id: string,
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(actor, { action: `agent.${what}`, object: { type: 'agent', id }, ...change });
  }
}

/** @throws AgentWithoutSettings, AgentSettingsInvalid */
function settingsOf({ name, settings: schema }: AgentDeclaration, given: unknown): Record<string, unknown> {
  if (!schema) throw new AgentWithoutSettings(name);
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new AgentSettingsInvalid(
    name,
    parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  );
}

/** As a row would be that nobody has changed. */
function asDeclared(agent: string): AgentConfiguration {
  return Object.assign(Object.create(AgentConfiguration.prototype) as AgentConfiguration, {
    ...{ agent, isEnabled: true, reason: '', liveVersion: declaredVersion },
    ...{ earlierVersion: null, candidateVersion: null, candidatePercent: null, version: 1 },
  });
}

function factsOf(configuration: AgentConfiguration) {
  const { isEnabled, reason, liveVersion, candidateVersion, candidatePercent } = configuration;
  return { isEnabled, reason, liveVersion, candidateVersion, candidatePercent };
}
