// Who may do what to whom among staff, and what must be true afterwards. Every change of people or roles comes through here.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { Forbidden, Unauthenticated } from '../access/access.errors.js';
import type { Actor } from '../access/actor.js';
import { heldByRole, type RoleFacts } from '../access/role-graph.js';
import { Role } from '../access/role.entity.js';
import { highestRole, type Permission } from '../access/roles.js';
import { AuditService, type AuditRecord } from '../audit/audit.service.js';
import { AboveYou, GrantTooWide, LastSuperAdmin, OwnAccount, RoleUnknown } from './management.errors.js';
import { Staff } from './staff.entity.js';

/** People and roles as they are while nobody else can change them. */
export interface RoleChangeContext {
  /** Who makes the change, as they are now. */
  actor: Actor & { role: string };
  /** By name. */
  roles: ReadonlyMap<string, RoleFacts>;
  /** What the actor may do now; with an API key, no more than the key. */
  held: ReadonlySet<string>;
}

/** What it takes to undo a mistake with people or roles. */
export const repairingRoles: readonly Permission[] = ['roles.update', 'staff.update'];

@Injectable()
export class StaffManagementService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly audit: AuditService,
  ) {}

  /**
   * One change at a time in the whole installation: changes are rare, and every rule here is about more than one row. Whoever had to
   * wait is looked at again: two who suspend each other at once end with one of them suspended and the other one refused.
   *
   * Locks are taken in this order everywhere: this one, a person, their sessions.
   * @throws Forbidden, Unauthenticated when the actor has lost the permission, or the account, meanwhile
   */
  changing<T>(
    actor: Actor,
    requirement: Permission,
    change: (scene: RoleChangeContext) => Promise<T>,
  ): Promise<T> {
    return this.em.transactional(async () => {
      await this.em.findOneOrFail(Role, { name: highestRole }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const scene = await this.sceneFor(actor);
      if (!scene.held.has(requirement)) throw new Forbidden(requirement);
      return change(scene);
    });
  }

  /**
   * The one who is to be changed, locked.
   * @throws NotFound
   * @throws AboveYou when they may do what the actor may not
   * @throws OwnAccount when it is the actor
   */
  async other(scene: RoleChangeContext, id: string): Promise<Staff> {
    const staff = await this.person(id);
    if (id === scene.actor.id) throw new OwnAccount();
    const missing = lackingPermissions(scene.held, this.holds(scene, staff.role));
    if (missing.length > 0) throw new AboveYou(missing);
    return staff;
  }

  /** Locked. @throws NotFound */
  async person(id: string): Promise<Staff> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const staff = await this.em.findOne(Staff, { id }, { lockMode, refresh: true });
    if (!staff) throw new NotFound('Staff', id);
    return staff;
  }

  /** @throws RoleUnknown, GrantTooWide */
  checkGrant(scene: RoleChangeContext, role: string): void {
    if (!scene.roles.has(role)) throw new RoleUnknown(role);
    const missing = lackingPermissions(scene.held, this.holds(scene, role));
    if (missing.length > 0) throw new GrantTooWide(missing);
  }

  /** Before somebody stops being what they are. @throws LastSuperAdmin */
  async checkSomebodyIsLeft({ id, role, status }: Staff): Promise<void> {
    if (role !== highestRole || status !== 'active') return;
    const others = await this.em.count(Staff, { role: highestRole, status: 'active', id: { $ne: id } });
    if (others === 0) throw new LastSuperAdmin();
  }

  holds(scene: RoleChangeContext, role: string): ReadonlySet<string> {
    return heldByRole([...scene.roles.values()]).get(role) ?? new Set();
  }

  /** Within the change. */
  record(
    actor: Actor,
    action: string,
    { id }: Staff,
    facts: Pick<AuditRecord, 'before' | 'after'> = {},
  ): Promise<void> {
    return this.audit.record(actor, { action, object: { type: 'staff', id }, person: id, ...facts });
  }

  private async sceneFor(actor: Actor): Promise<RoleChangeContext> {
    const [row] = await this.em.execute<{ role: string }[]>(
      `select role from staff where id = ? and status = 'active'`,
      [actor.id],
    );
    if (actor.kind !== 'staff' || !row) throw new Unauthenticated();
    const facts = await this.em.execute<RoleFacts[]>(
      `select name, covers, coalesce(
         (select json_agg(permission) from role_permissions where role = roles.name), '[]') as grants from roles`,
    );
    const roles = new Map(facts.map((role) => [role.name, role]));
    const now = heldByRole(facts).get(row.role)!;
    const mayUse = (permission: string) => actor.apiKeyId === undefined || actor.permissions.has(permission);
    const held = actor.lacksSecondFactor ? [] : [...now].filter(mayUse);
    return { actor: { ...actor, role: row.role }, roles, held: new Set(held) };
  }
}

/** What of `wanted` is not in `held`, in order. */
export function lackingPermissions(held: ReadonlySet<string>, wanted: Iterable<string>): string[] {
  return [...wanted].filter((permission) => !held.has(permission)).sort();
}
