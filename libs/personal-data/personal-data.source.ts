import type { EntityClass, EntityManager, FilterQuery } from '@mikro-orm/core';
import { Declaration } from '#libs/discovery';

/** Something that is under way for a person, so that their account cannot be closed now. */
export interface OpenCommitment {
  /** What it is: `booking`. */
  type: string;
  id: string;
  /** For a person to recognise it by. */
  reference: string;
}

/** A thing of one domain, named as in the audit log: what is kept elsewhere may be about it. */
export interface PersonalSubject {
  type: string;
  id: string;
}

/**
 * The part of one domain. `em` is that of the caller's unit of work, `person` the id of their account. A source touches the rows of
 * its own domain only: rows of others that refer to them go with them by `on delete cascade`, or stay together with them.
 */
export interface PersonalDataSource {
  /** All of it, as plain JSON, without secrets and without anything of other people. */
  export(em: EntityManager, person: string): Promise<unknown>;
  /** Which of its things are the person's, so that others can erase what they hold about those. Asked before anything is erased. */
  subjects?(em: EntityManager, person: string): Promise<PersonalSubject[]>;
  /**
   * Leaves nothing that says who it was. Done again, it changes nothing.
   * @param theirs what every domain has named as the person's
   */
  erase(em: EntityManager, person: string, theirs: readonly PersonalSubject[]): Promise<void>;
  commitments?(em: EntityManager, person: string): Promise<OpenCommitment[]>;
}

/** The rows of `entity` as things of a type. */
export async function subjectsOf<Row extends { id: string }>(
  em: EntityManager,
  type: string,
  entity: EntityClass<Row>,
  where: FilterQuery<Row>,
): Promise<PersonalSubject[]> {
  const rows = await em.find(entity, where, { fields: ['id'], disableIdentityMap: true } as object);
  return rows.map(({ id }) => ({ type, id: id as string }));
}

export const personalDataSources = new Declaration<string>('sources of personal data', (name) => name);

/** On a provider that is a {@link PersonalDataSource}: it is found by itself. @param name its heading in the export, unique */
export const HoldsPersonalData = (name: string) => personalDataSources.onClass<PersonalDataSource>(name);
