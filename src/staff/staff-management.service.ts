// Every change of people or roles comes through here, one at a time. Who may make which is in src/access/role-change.policy.ts.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { Unauthenticated } from '../access/access.errors.js';
import { isPerson, type Actor } from '../access/actor.js';
import {
  refusalsOfGrant,
  refusalsOfPermission,
  refusalsOfPersonChange,
  refusalsOfRoleLoss,
  throwFirst,
} from '../access/role-change.policy.js';
import { heldByRole, type RoleFacts } from '../access/role-graph.js';
import { Role } from '../access/role.entity.js';
import { highestRole, type Permission } from '../access/roles.js';
import { RolesService } from '../access/roles.service.js';
import { AuditService, type AuditRecord } from '../audit/audit.service.js';
import { Staff } from './staff.entity.js';
import { staffChanged } from './staff.events.js';

/** People and roles as they are while nobody else can change them. */
export interface RoleChangeContext {
  /** Who makes the change, as they are now: `permissions` are what they hold at this moment; with an API key, no more than the key. */
  actor: Actor & { role: string };
  roles: readonly RoleFacts[];
}

@PublishesEvents(staffChanged)
@Injectable()
export class StaffManagementService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly roles: RolesService,
    private readonly audit: AuditService,
    private readonly events: EventOutbox,
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
    change: (context: RoleChangeContext) => Promise<T>,
  ): Promise<T> {
    return this.em.transactional(async () => {
      await this.em.findOneOrFail(Role, { name: highestRole }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const context = await this.contextFor(actor);
      throwFirst(refusalsOfPermission(context.actor, requirement));
      return change(context);
    });
  }

  /**
   * The one who is to be changed, locked.
   * @throws NotFound
   * @throws AboveYou when they may do what the actor may not
   * @throws OwnAccount when it is the actor
   */
  async other(context: RoleChangeContext, id: string): Promise<Staff> {
    const staff = await this.person(id);
    throwFirst(refusalsOfPersonChange(context.actor, staff, context.roles));
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
  checkGrant(context: RoleChangeContext, role: string): void {
    throwFirst(refusalsOfGrant(context.actor, role, context.roles));
  }

  /** Before somebody stops being what they are. @throws LastSuperAdmin */
  async checkSomebodyIsLeft({ id, role, status }: Staff): Promise<void> {
    const others = await this.em.count(Staff, { role, status: 'active', id: { $ne: id } });
    throwFirst(refusalsOfRoleLoss({ role, isActive: status === 'active' }, others));
  }

  /** How many are active in each role. */
  async activeByRole(): Promise<Map<string, number>> {
    const rows = await this.em.execute<{ role: string; people: number }[]>(
      `select role, count(*)::int as people from staff where status = 'active' group by role`,
    );
    return new Map(rows.map(({ role, people }) => [role, people]));
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

  /** That they may do more now, or less: within the change. */
  tell({ id, status, role }: Staff): void {
    this.events.publish(staffChanged, id, { status, role });
  }

  private async contextFor(actor: Actor): Promise<RoleChangeContext> {
    const [row] = await this.em.execute<{ role: string }[]>(
      `select role from staff where id = ? and status = 'active'`,
      [actor.id],
    );
    if (actor.kind !== 'staff' || !row) throw new Unauthenticated();
    const roles = await this.roles.all();
    const now = heldByRole(roles).get(row.role)!;
    const mayUse = (permission: string) => isPerson(actor) || actor.permissions.has(permission);
    const held = actor.lacksSecondFactor ? [] : [...now].filter(mayUse);
    return { actor: { ...actor, role: row.role, permissions: new Set(held) }, roles };
  }
}
