// Who there is at the desk at this moment: their rights, duty and load.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock } from '#libs/time';
import { heldByRole } from '../../access/role-graph.js';
import type { Permission } from '../../access/roles.js';
import { RolesService } from '../../access/roles.service.js';
import { Settings } from '../../config/settings.js';
import { Staff } from '../../staff/staff.entity.js';
import { weightSql, type DeskPerson } from './assignment.strategies.js';
import { DeskProfile, DutyException } from './desk-profile.entity.js';
import { dutyAt } from './duty.js';

const working: Permission = 'complaints.update';
/** Whoever gives complaints to others leads. */
const leading: Permission = 'complaints.assign';

@Injectable()
export class DeskPeople {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly roles: RolesService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** All with a profile; in a transaction as it sees them. Some hundred people are a few milliseconds. */
  async all(): Promise<DeskPerson[]> {
    return this.peopleOf(await this.em.find(DeskProfile, {}, { refresh: true }));
  }

  /** The same of some of them. */
  async peopleOf(profiles: readonly DeskProfile[]): Promise<DeskPerson[]> {
    const ids = profiles.map(({ staff }) => staff);
    const now = this.clock.now();
    const [staff, exceptions, loads, rights] = [
      await this.em.find(Staff, { id: { $in: ids } }, { refresh: true }),
      await this.em.find(DutyException, {
        staff: { $in: ids },
        startsAt: { $lte: now },
        endsAt: { $gt: now },
      }),
      await this.loads(profiles),
      await this.rights(),
    ];
    const byId = new Map(staff.map((person) => [person.id, person]));
    return profiles.map((profile) => {
      const person = byId.get(profile.staff)!;
      const own = exceptions.filter((each) => each.staff === person.id);
      return {
        id: person.id,
        name: person.name,
        ...rightsOf(person, rights),
        duty: dutyAt({ ...profile, exceptions: own }, now, this.settings.BUSINESS_TIME_ZONE),
        skills: profile.skills,
        languages: profile.languages,
        capacity: profile.capacity,
        load: loads.get(person.id) ?? 0,
        lastAssignedAt: profile.lastAssignedAt ?? null,
      };
    });
  }

  /** Whether somebody, with a profile or without, may be given complaints at all. Null of nobody. */
  async rightsOfStaff(id: string): Promise<Pick<DeskPerson, 'isActive' | 'mayWork' | 'mayLead'> | null> {
    const person = await this.em.findOne(Staff, { id }, { refresh: true });
    return person && rightsOf(person, await this.rights());
  }

  private async rights() {
    return heldByRole(await this.roles.all());
  }

  /** By person: the weights of what they have that is not solved, counted up to the capacity, so that no load takes long to count. */
  private async loads(profiles: readonly DeskProfile[]): Promise<Map<string, number>> {
    const asked = profiles.map(({ staff, capacity }) => ({ staff, capacity }));
    const rows = await this.em.execute<{ staff: string; load: number }[]>(loadsStatement, [
      JSON.stringify(asked),
    ]);
    return new Map(rows.map(({ staff, load }) => [staff, Number(load)]));
  }
}

function rightsOf({ status, role }: Staff, rights: ReadonlyMap<string, ReadonlySet<string>>) {
  const held = rights.get(role);
  return {
    isActive: status === 'active',
    mayWork: held?.has(working) ?? false,
    mayLead: (held?.has(working) && held.has(leading)) ?? false,
  };
}

// No weight is less than one, so that as many rows as the capacity are enough to see that it is used up.
const loadsStatement = `
  select asked.staff, sum(own.weight)::int as load
  from jsonb_to_recordset(?::jsonb) as asked (staff uuid, capacity int)
  cross join lateral (
    select ${weightSql} as weight from complaints
    where assignee_id = asked.staff and rank_at is not null limit asked.capacity
  ) own
  group by asked.staff`;
