import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { afterCommit, lockFor } from '#libs/orm';
import type { Actor } from '../access/actor.js';
import { featureFlags, type FeatureName } from '../access/features.js';
import { Role } from '../access/role.entity.js';
import { AuditService } from '../audit/audit.service.js';
import { Settings } from '../config/settings.js';
import { customerRole, FeatureFlag } from './feature-flag.entity.js';
import { FlagCopy } from './flag-copy.js';
import { FlagExists, RolesUnknown, TooManyFlags } from './flags.errors.js';
import type { CreateFlagInput, UpdateFlagInput } from './flags.schemas.js';

/** Every process copies all of them every second. */
const atMost = 200;

@Injectable()
export class FlagsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly copy: FlagCopy,
    private readonly audit: AuditService,
    private readonly settings: Settings,
  ) {}

  /**
   * Whether `key` is switched on for the actor. Without a flag of that key its default holds, and what has no default is off.
   * Not to be called in a transaction.
   */
  async isOn(key: string, actor: Actor): Promise<boolean> {
    const flag = (await this.copy.read()).get(key);
    return flag ? flag.isOn(actor, this.settings.NODE_ENV) : defaultOf(key);
  }

  /** Everything that is or could be switched, for the actor. */
  async mine(actor: Actor): Promise<{ key: string; isOn: boolean }[]> {
    const keys = new Set([...(await this.copy.read()).keys(), ...Object.keys(featureFlags)]);
    return Promise.all([...keys].sort().map(async (key) => ({ key, isOn: await this.isOn(key, actor) })));
  }

  /** By key. */
  list(_actor: Actor): Promise<FeatureFlag[]> {
    return this.em.find(FeatureFlag, {}, { orderBy: { key: 'asc' } });
  }

  /** @throws NotFound */
  async get(_actor: Actor, key: string): Promise<FeatureFlag> {
    const flag = await this.em.findOne(FeatureFlag, { key });
    if (!flag) throw new NotFound('Flag', key);
    return flag;
  }

  /** @throws FlagExists, RolesUnknown, TooManyFlags */
  async create(actor: Actor, input: CreateFlagInput): Promise<FeatureFlag> {
    const created = await this.em.transactional(async (em) => {
      // One at a time, so that both refusals are exact.
      await lockFor(em, 'flags.creation');
      if (await em.findOne(FeatureFlag, { key: input.key })) throw new FlagExists(input.key);
      if ((await em.count(FeatureFlag)) >= atMost) throw new TooManyFlags(atMost);
      await this.checkRoles(em, input.roles);
      const flag = em.create(FeatureFlag, input);
      await this.record(actor, 'created', flag.key, { after: conditionsOf(flag) });
      return flag;
    });
    await afterCommit(() => this.copy.forget());
    return created;
  }

  /** @param input all conditions, or those that change @throws NotFound, PreconditionFailed, RolesUnknown */
  async change(
    actor: Actor,
    key: string,
    input: UpdateFlagInput,
    expected: ExpectedVersions,
  ): Promise<FeatureFlag> {
    const changed = await this.em.transactional(async (em) => {
      const flag = await this.locked(em, key, expected);
      await this.checkRoles(em, input.roles ?? []);
      const before = conditionsOf(flag);
      Object.assign(flag, input);
      await this.record(actor, 'changed', key, { before, after: conditionsOf(flag) });
      return flag;
    });
    this.copy.forget();
    return changed;
  }

  /** From then on the default holds. @throws NotFound, PreconditionFailed */
  async remove(actor: Actor, key: string, expected: ExpectedVersions): Promise<void> {
    await this.em.transactional(async (em) => {
      const flag = await this.locked(em, key, expected);
      await this.record(actor, 'deleted', key, { before: conditionsOf(flag) });
      em.remove(flag);
    });
    this.copy.forget();
  }

  /** A slip in a name would switch something off for good, and nobody would know why. A role that is deleted later does no harm. */
  private async checkRoles(em: EntityManager, names: readonly string[]): Promise<void> {
    const known = await em.find(Role, { name: { $in: [...names] } }, { fields: ['name'] });
    const all = new Set([customerRole, ...known.map((role) => role.name)]);
    const unknown = names.filter((name) => !all.has(name));
    if (unknown.length > 0) throw new RolesUnknown(unknown);
  }

  /** Of two changes at once the second sees the first. */
  private async locked(em: EntityManager, key: string, expected: ExpectedVersions): Promise<FeatureFlag> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const flag = await em.findOne(FeatureFlag, { key }, { lockMode, refresh: true });
    if (!flag) throw new NotFound('Flag', key);
    checkVersion(flag, expected);
    return flag;
  }

  private record(
    actor: Actor,
    what: string,
    key: string,
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(actor, { action: `flag.${what}`, object: { type: 'flag', id: key }, ...change });
  }
}

function defaultOf(key: string): boolean {
  return Object.hasOwn(featureFlags, key) && featureFlags[key as FeatureName].default;
}

function conditionsOf({ description, enabled, environments, roles, percentage }: FeatureFlag) {
  return { description, enabled, environments, roles, percentage };
}
