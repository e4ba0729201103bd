import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';

/** Which roles hold no permission until a second factor is set up. */
@Injectable()
export class SecondFactorDuty {
  private readonly names: readonly string[];

  constructor({ STAFF_SECOND_FACTOR_ROLES }: Settings) {
    this.names = STAFF_SECOND_FACTOR_ROLES.split(',').map((name) => name.trim());
  }

  /** @param role its own name and those of all roles that it covers */
  isOn(role: ReadonlySet<string>): boolean {
    return this.names.some((name) => role.has(name));
  }
}
