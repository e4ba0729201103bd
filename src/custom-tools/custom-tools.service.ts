// What staff do with their tools: draft, publish, retire. Trying is in `tool-trials.service.ts`: it waits for others, and has no transaction.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import type { ExpectedVersions } from '#libs/http';
import { afterCommit, lockFor, violatesConstraint } from '#libs/orm';
import { ToolRegistry } from '#libs/tools';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { changesBetween, type DefinitionChange } from './changes.js';
import { CustomTool, CustomToolVersion } from './custom-tool.entity.js';
import { CustomToolRunner } from './custom-tool-runner.js';
import {
  CustomToolCycle,
  CustomToolExists,
  CustomToolInvalid,
  ToolPermissionNotHeld,
  TooManyCustomTools,
  TooManyCustomToolVersions,
} from './custom-tools.errors.js';
import type { ComparedVersions, CreateCustomTool, DraftCustomTool } from './custom-tools.schemas.js';
import { lockedTool } from './locked-tool.js';
import { PublishedTools } from './published-tools.js';
import { cycleThrough } from './tool-calls.js';
import { toolNamePrefix, type ToolDefinitionInput } from './tool-definition.js';

/** All of them are listed on one page, and every process holds those that are published. */
const toolsAtMost = 200;
const versionsAtMost = 100;

const isNew = {
  status: 'draft',
  triedAt: null,
  triedBy: null,
  tryRefusal: null,
  publishedAt: null,
  publishedBy: null,
  retiredAt: null,
} as const;

@Injectable()
export class CustomToolsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly runner: CustomToolRunner,
    private readonly published: PublishedTools,
    private readonly registry: ToolRegistry,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** By name. Of the versions that are retired only the last one is read, and only where there is no other. */
  async list(_actor: Actor) {
    const latest = await this.em.execute<{ id: string }[]>(latestVersions);
    const shown = [{ status: { $ne: 'retired' as const } }, { id: { $in: latest.map(({ id }) => id) } }];
    const tools = await this.em.find(
      CustomTool,
      {},
      { populate: ['versions'], populateWhere: { versions: { $or: shown } }, orderBy: { name: 'asc' } },
    );
    return tools.map(summaryOf);
  }

  /** @throws NotFound */
  async get(_actor: Actor, name: string): Promise<CustomTool> {
    const tool = await this.em.findOne(CustomTool, { name }, { populate: ['versions'] });
    if (!tool) throw new NotFound('Custom tool', name);
    return tool;
  }

  /** Newest first. @throws NotFound */
  async versions(actor: Actor, name: string): Promise<CustomToolVersion[]> {
    return [...(await this.get(actor, name)).versions].toReversed();
  }

  /** @throws NotFound */
  async version(actor: Actor, name: string, number: number): Promise<CustomToolVersion> {
    const found = (await this.get(actor, name)).versions.find((each) => each.number === number);
    if (!found) throw new NotFound('Custom tool version', String(number));
    return found;
  }

  /** @throws NotFound */
  async compare(actor: Actor, name: string, { from, to }: ComparedVersions): Promise<DefinitionChange[]> {
    const [before, after] = [await this.version(actor, name, from), await this.version(actor, name, to)];
    return changesBetween(before.definition, after.definition);
  }

  /** As a draft. @throws CustomToolExists, TooManyCustomTools, CustomToolInvalid, ToolPermissionNotHeld */
  async create(actor: Actor, { name, note, definition }: CreateCustomTool): Promise<CustomTool> {
    this.check(actor, definition);
    try {
      return await this.em.transactional(async (em) => {
        // One at a time, so that the limit is exact.
        await lockFor(em, 'custom-tools.creation');
        if ((await em.count(CustomTool, { name })) > 0) throw new CustomToolExists(name);
        if ((await em.count(CustomTool)) >= toolsAtMost) throw new TooManyCustomTools(toolsAtMost);
        const tool = em.create(CustomTool, { name, createdBy: actor.id });
        tool.versions.add(em.create(CustomToolVersion, { ...isNew, tool, number: 1, definition, note }));
        await this.record(actor, name, 'created', { after: factsOf(1, definition) });
        return tool;
      });
    } catch (error) {
      if (violatesConstraint(error, 'custom_tools_name_unique')) throw new CustomToolExists(name);
      throw error;
    }
  }

  /**
   * Writes the draft, all of it; it has to be tried anew. What is published stays until the draft is.
   * @throws NotFound, PreconditionFailed, CustomToolInvalid, ToolPermissionNotHeld, TooManyCustomToolVersions
   */
  async draft(
    actor: Actor,
    name: string,
    { definition, note }: DraftCustomTool,
    expected: ExpectedVersions,
  ): Promise<CustomTool> {
    this.check(actor, definition);
    return this.changing(name, expected, async (tool, em) => {
      const { draft, nextNumber: number } = tool;
      if (draft) draft.rewrite(definition, note);
      else {
        if (number > versionsAtMost) throw new TooManyCustomToolVersions(versionsAtMost);
        tool.versions.add(em.create(CustomToolVersion, { ...isNew, tool, number, definition, note }));
      }
      await this.record(actor, name, 'drafted', { after: factsOf(draft?.number ?? number, definition) });
    });
  }

  /**
   * Calls that begin from now on have it, in other processes within a moment; those that are under way end with what they began with.
   * @throws NotFound, PreconditionFailed, CustomToolNotDrafted, CustomToolUntried, CustomToolInvalid, CustomToolCycle, ToolPermissionNotHeld
   */
  async publish(actor: Actor, name: string, expected: ExpectedVersions): Promise<CustomTool> {
    const tool = await this.changing(name, expected, async (tool, em) => {
      const { drafted: draft, published: before } = tool;
      // Also of a draft that somebody else wrote: whoever publishes it opens it.
      this.check(actor, draft.definition);
      await this.checkCalls(em, name, draft.definition);
      const now = this.clock.now();
      if (before) {
        before.retire(now);
        // The database allows one that is published, and looks at each statement.
        await em.flush();
      }
      draft.publish(name, { by: actor.id, at: now });
      await this.record(actor, name, 'published', {
        before: { number: before?.number ?? null },
        after: factsOf(draft.number, draft.definition),
      });
      await this.published.everywhere(em);
    });
    await afterCommit(() => this.published.refresh());
    return tool;
  }

  /** Nobody can begin a call of it any more. A draft stays. @throws NotFound, PreconditionFailed, CustomToolNotPublished */
  async retire(actor: Actor, name: string, expected: ExpectedVersions): Promise<CustomTool> {
    const tool = await this.changing(name, expected, async (tool, em) => {
      const { number } = tool.retire({ at: this.clock.now() });
      await this.record(actor, name, 'retired', { before: { number }, after: { number: null } });
      await this.published.everywhere(em);
    });
    await afterCommit(() => this.published.refresh());
    return tool;
  }

  /** With all its versions. @throws NotFound, PreconditionFailed, CustomToolPublished */
  async remove(actor: Actor, name: string, expected: ExpectedVersions): Promise<void> {
    await this.changing(name, expected, async (tool, em) => {
      tool.checkDeletable();
      const { latest } = tool;
      await this.record(actor, name, 'deleted', { before: factsOf(latest.number, latest.definition) });
      em.remove(tool);
    });
  }

  /** @throws ToolPermissionNotHeld, CustomToolInvalid */
  private check(actor: Actor, definition: ToolDefinitionInput): void {
    if (!actor.permissions.has(definition.permission)) throw new ToolPermissionNotHeld(definition.permission);
    const faults = this.runner.faultsIn(definition);
    if (faults.length > 0) throw new CustomToolInvalid(faults);
  }

  /** What a question asks must be there, must only read, and must not come back to it. One publication at a time sees all others. */
  private async checkCalls(em: EntityManager, name: string, { action }: ToolDefinitionInput): Promise<void> {
    await lockFor(em, 'custom-tools.publication');
    if (action.kind !== 'question') return;
    const versions = await em.find(
      CustomToolVersion,
      { status: 'published', tool: { name: { $ne: name } } },
      { populate: ['tool'], disableIdentityMap: true },
    );
    const others = new Map(
      versions.map(({ tool, definition }) => [(tool as unknown as CustomTool).name, definition]),
    );
    const cycle = cycleThrough(name, action, others);
    if (cycle) throw new CustomToolCycle(cycle);
    const isCustom = action.tool.startsWith(toolNamePrefix);
    const asked = isCustom ? others.get(action.tool) : this.registry.find(action.tool);
    const message = asked ? 'does more than answer' : 'there is no such tool';
    if (asked?.effect !== 'read') throw new CustomToolInvalid([{ path: 'action.tool', message }]);
  }

  private changing(
    name: string,
    expected: ExpectedVersions,
    change: (tool: CustomTool, em: EntityManager) => Promise<void>,
  ): Promise<CustomTool> {
    return this.em.transactional(async (em) => {
      const tool = await lockedTool(em, name, expected);
      await change(tool, em);
      tool.version += 1;
      return tool;
    });
  }

  private record(actor: Actor, name: string, what: string, change: object): Promise<void> {
    return this.audit.record(actor, {
      action: `custom_tool.${what}`,
      object: { type: 'custom_tool', id: name },
      ...change,
    });
  }
}

const latestVersions =
  'select distinct on (tool_id) id from custom_tool_versions order by tool_id, number desc';

/** The definition itself is kept with the tool. */
function factsOf(number: number, { permission, audience, effect, action }: ToolDefinitionInput) {
  const target = action.kind === 'http' ? action.url : action.tool;
  return { number, permission, audience, effect, kind: action.kind, target };
}

function summaryOf(tool: CustomTool) {
  const { name, createdAt, draft, published } = tool;
  const { description, permission, effect, action } = (published ?? draft ?? tool.latest).definition;
  return {
    name,
    description,
    permission,
    effect,
    kind: action.kind,
    publishedNumber: published?.number ?? null,
    draftNumber: draft?.number ?? null,
    isDraftTried: draft?.status === 'tried',
    createdAt,
  };
}
