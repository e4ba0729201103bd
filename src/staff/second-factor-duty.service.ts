import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';

/** Who holds no permission until they have set up a second factor. */
@Injectable()
export class SecondFactorDutyService {
  /** Roles by whose permissions it is decided. */
  readonly roles: readonly string[];

  constructor({ STAFF_SECOND_FACTOR_ROLES }: Settings) {
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
}
