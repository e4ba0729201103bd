import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { heldByRole, type RoleFacts } from '../access/role-graph.js';
import { Settings } from '../config/settings.js';
import { SecondFactorService } from './second-factor.service.js';

/** Who holds no permission until they have set up a second factor. */
@Injectable()
export class SecondFactorDutyService {
  /** Roles by whose permissions it is decided. */
  readonly roles: readonly string[];

  constructor(
    { STAFF_SECOND_FACTOR_ROLES }: Settings,
    private readonly secondFactors: SecondFactorService,
  ) {
    this.roles = STAFF_SECOND_FACTOR_ROLES.split(',')
      .map((name) => name.trim())
      .filter(Boolean);
  }

  /**
   * Whoever holds all that one of {@link roles} holds is asked, whatever their role is called: a copy of it is no way around. A role
   * that holds nothing, or does not exist, asks nobody.
   * @param heldByRole what each of {@link roles} holds, by its name; others do no harm
   */
  asks(held: ReadonlySet<string>, heldByRole: ReadonlyMap<string, ReadonlySet<string>>): boolean {
    return this.roles.some((name) => {
      const listed = [...(heldByRole.get(name) ?? [])];
      return listed.length > 0 && listed.every((permission) => held.has(permission));
    });
  }

  /** Names of those of `roles` that hold nothing until a second factor is set up. */
  askingOf(roles: readonly RoleFacts[]): Set<string> {
    const heldOf = heldByRole(roles);
    const asking = [...heldOf].filter(([, held]) => this.asks(held, heldOf));
    return new Set(asking.map(([name]) => name));
  }

  /** Whether, were the roles these, the actor's own would ask for a second factor that they have not set up. */
  async isOwedBy({ id, role }: Actor, roles: readonly RoleFacts[]): Promise<boolean> {
    return this.askingOf(roles).has(role ?? '') && !(await this.secondFactors.isOn(id));
  }
}
