// How people work at the desk, as leads set it, and as people pause themselves.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { Staff } from '../../staff/staff.entity.js';
import { DeskPeople } from './desk-people.js';
import { DeskProfile } from './desk-profile.entity.js';
import {
  deskProfilesList,
  type DeskProfilesQuery,
  type DeskProfileView,
  type SetDeskProfileInput,
} from './desk-profiles.schemas.js';

@Injectable()
export class DeskProfiles {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly people: DeskPeople,
    private readonly audit: AuditService,
  ) {}

  /** @throws CursorInvalid */
  async list(_actor: Actor, query: DeskProfilesQuery): Promise<Page<DeskProfileView>> {
    const page = await this.pages.read(DeskProfile, deskProfilesList, query, { where: [] });
    return { ...page, items: await this.viewsOf(page.items as DeskProfile[]) };
  }

  /** @throws NotFound */
  async get(_actor: Actor, staff: string): Promise<DeskProfileView> {
    const profile = await this.em.findOne(DeskProfile, { staff });
    if (!profile) throw new NotFound('Desk profile', staff);
    return this.viewOf(profile);
  }

  /** The first one makes it. @throws NotFound where there is no such staff, PreconditionFailed */
  set(
    actor: Actor,
    staff: string,
    input: SetDeskProfileInput,
    expected: ExpectedVersions,
  ): Promise<DeskProfileView> {
    return this.em.transactional(async (em) => {
      // The row of the person is held: of two that make one at once, the second changes it.
      const person = await em.findOne(Staff, { id: staff }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!person || person.status === 'left') throw new NotFound('Staff', staff);
      const profile = await em.findOne(DeskProfile, { staff }, { refresh: true });
      checkVersion(profile ?? { version: 0 }, expected);
      const before = profile ? decidedOf(profile) : undefined;
      const set = profile ?? em.create(DeskProfile, { staff, ...input, lastAssignedAt: null });
      profile?.change(input);
      await this.record(actor, staff, 'desk_profile.changed', before, input);
      await em.flush();
      return this.viewOf(set);
    });
  }

  /** They are given nothing by itself any more; what they have stays with them. @throws NotFound, PreconditionFailed */
  remove(actor: Actor, staff: string, expected: ExpectedVersions): Promise<void> {
    return this.em.transactional(async (em) => {
      const profile = await this.held(em, staff);
      checkVersion(profile, expected);
      em.remove(profile);
      await this.record(actor, staff, 'desk_profile.removed', decidedOf(profile));
    });
  }

  /** Oneself. @throws NotFound who has no profile */
  pause(actor: Actor, isPaused: boolean): Promise<DeskProfileView> {
    return this.em.transactional(async (em) => {
      const profile = await this.held(em, actor.id);
      if (profile.isPaused !== isPaused) {
        profile.change({ isPaused });
        await this.record(actor, actor.id, 'desk_profile.paused', { isPaused: !isPaused }, { isPaused });
        await em.flush();
      }
      return this.viewOf(profile);
    });
  }

  private async held(em: EntityManager, staff: string): Promise<DeskProfile> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const profile = await em.findOne(DeskProfile, { staff }, { lockMode, refresh: true });
    if (!profile) throw new NotFound('Desk profile', staff);
    return profile;
  }

  private record(actor: Actor, staff: string, action: string, before?: object, after?: object) {
    const object = { type: 'staff', id: staff };
    return this.audit.record(actor, { action, object, before: { ...before }, after: { ...after } });
  }

  private async viewOf(profile: DeskProfile): Promise<DeskProfileView> {
    return (await this.viewsOf([profile]))[0]!;
  }

  private async viewsOf(profiles: readonly DeskProfile[]): Promise<DeskProfileView[]> {
    const people = await this.people.peopleOf(profiles);
    const staff = await this.em.find(Staff, { id: { $in: people.map(({ id }) => id) } });
    const roles = new Map(staff.map(({ id, role }) => [id, role]));
    return profiles.map((profile, at) => {
      const { id, name, duty, load, lastAssignedAt } = people[at]!;
      const person = { id, name, role: roles.get(id)!, duty, load, lastAssignedAt };
      const { createdAt, version } = profile;
      return { ...person, ...decidedOf(profile), createdAt, version };
    });
  }
}

function decidedOf({ skills, languages, capacity, week, isPaused }: DeskProfile): SetDeskProfileInput {
  return { skills, languages, capacity, week, isPaused };
}
