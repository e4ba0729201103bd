import type { EntityManager } from '@mikro-orm/core';
import { DiscoveryService } from '@nestjs/core';

/** Something that is under way for a person, so that their account cannot be closed now. */
export interface Commitment {
  /** What it is: `booking`. */
  type: string;
  id: string;
  /** For a person to recognise it by. */
  reference: string;
}

/**
 * The part of one domain. `em` is that of the caller's unit of work, `person` the id of their account. A source touches the rows of
 * its own domain only: rows of others that refer to them go with them by `on delete cascade`, or stay together with them.
 */
export interface PersonalDataSource {
  /** All of it, as plain JSON, without secrets and without anything of other people. */
  export(em: EntityManager, person: string): Promise<unknown>;
  /** Leaves nothing that says who it was. Done again, it changes nothing. */
  erase(em: EntityManager, person: string): Promise<void>;
  commitments?(em: EntityManager, person: string): Promise<Commitment[]>;
}

/** On a provider that is a {@link PersonalDataSource}: it is found by itself. The name is its heading in the export. */
export const HoldsPersonalData = DiscoveryService.createDecorator<string>();
