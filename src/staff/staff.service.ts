// Looking after staff: who may sign in, as what.
import { Injectable } from '@nestjs/common';
import { EntityManager, type FilterQuery } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { violatesConstraint } from '#libs/orm';
import type { Actor } from '../access/actor.js';
import type { AuditEntry } from '../audit/audit-entry.entity.js';
import { AuditSearchService } from '../audit/audit-search.service.js';
import { StaffManagementService } from './staff-management.service.js';
import { Staff } from './staff.entity.js';
import { StaffAlreadyRegistered } from './staff.errors.js';
import { StaffMails } from './staff.mails.js';
import {
  staffList,
  type CreateStaffInput,
  type StaffActivityQuery,
  type StaffQuery,
  type UpdateStaffInput,
} from './staff.schemas.js';

@Injectable()
export class StaffService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly management: StaffManagementService,
    private readonly mails: StaffMails,
    private readonly audit: AuditSearchService,
  ) {}

  /** @throws CursorInvalid, ValidationFailed */
  async list(_actor: Actor, query: StaffQuery): Promise<Page<Staff>> {
    const { status, role, q } = query;
    const where: FilterQuery<Staff>[] = [];
    if (status) where.push({ status });
    if (role) where.push({ role });
    if (q) where.push({ $or: [{ name: { $ilike: containing(q) } }, { email: { $ilike: containing(q) } }] });
    return this.pages.read(Staff, staffList, query, { where });
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string): Promise<Staff> {
    const staff = await this.em.findOne(Staff, { id });
    if (!staff) throw new NotFound('Staff', id);
    return staff;
  }

  /** What they have done. @throws NotFound, CursorInvalid, ValidationFailed */
  async activity(actor: Actor, id: string, page: StaffActivityQuery): Promise<Page<AuditEntry>> {
    await this.get(actor, id);
    return this.audit.search(actor, { ...page, actor: id, actorKind: 'staff' });
  }

  /**
   * Active at once; they choose their password by the link that they are mailed.
   * @throws RoleUnknown, GrantTooWide, StaffAlreadyRegistered
   */
  async create(actor: Actor, input: CreateStaffInput): Promise<Staff> {
    try {
      return await this.management.changing(actor, 'staff.update', async (context) => {
        this.management.checkGrant(context, input.role);
        const made = this.em.create(Staff, { ...input, status: 'active', lastLoginAt: null });
        await this.management.record(actor, 'staff.created', made, { after: input });
        await this.em.flush();
        await this.mails.ask(made.id, 'invitation');
        return made;
      });
    } catch (error) {
      if (violatesConstraint(error, 'staff_email_unique')) throw new StaffAlreadyRegistered();
      throw error;
    }
  }

  /**
   * What is left out stays. One's own name may be changed, one's own role not.
   * @throws NotFound, PreconditionFailed, RoleUnknown, GrantTooWide, AboveYou, OwnAccount, LastSuperAdmin, StaffStatusConflict
   */
  change(actor: Actor, id: string, input: UpdateStaffInput, expected: ExpectedVersions): Promise<Staff> {
    return this.management.changing(actor, 'staff.update', async (context) => {
      const known = await this.management.person(id);
      const { name, role } = known;
      const changed = { name, role, ...input };
      const changesRole = role !== changed.role;
      const isOwnName = id === actor.id && !changesRole;
      const staff = isOwnName ? known : await this.management.other(context, id);
      checkVersion(staff, expected);
      if (changesRole) {
        this.management.checkGrant(context, changed.role);
        await this.management.checkSomebodyIsLeft(staff);
      }
      if (!staff.become(changed)) return staff;
      if (changesRole) this.management.tell(staff);
      const action = changesRole ? 'staff.role_changed' : 'staff.renamed';
      await this.management.record(actor, action, staff, { before: { name, role }, after: changed });
      return staff;
    });
  }
}

/** For `ilike`, whose own signs are meant literally. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
