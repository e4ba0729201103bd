// Whose is it? Every domain tells here how to find the owner of what it keeps, so that an explanation need not know the domains.
import { Injectable, type Provider } from '@nestjs/common';
import { EntityManager, type EntityClass, type FilterQuery } from '@mikro-orm/core';

export interface ResourceOwner {
  readonly kind: 'customer' | 'staff';
  readonly id: string;
}

/** Null when there is no such object. Called with the entity manager of the request. */
export type OwnerOf = (id: string) => Promise<ResourceOwner | null>;

@Injectable()
export class OwnershipService {
  private readonly sources = new Map<string, OwnerOf>();

  /**
   * To be called once, by the domain that keeps the objects, when it starts.
   * @param objectType in the singular, as in the audit log: `booking`
   */
  register(objectType: string, ownerOf: OwnerOf): void {
    this.sources.set(objectType, ownerOf);
  }

  /** The types that have owners, in alphabetical order. */
  types(): string[] {
    return [...this.sources.keys()].sort();
  }

  /** The way to find owners of `objectType`; undefined when nobody registered one. */
  of(objectType: string): OwnerOf | undefined {
    return this.sources.get(objectType);
  }
}

/**
 * For the providers of a module: tells whose its objects are.
 * @param objectType in the singular, as in the audit log: `booking`
 */
export function resourceOwners<Row extends { id: string }>(
  objectType: string,
  entity: EntityClass<Row>,
  ownerOf: (row: Row) => ResourceOwner | null,
): Provider {
  return {
    provide: Symbol(`owners of ${objectType}`),
    inject: [EntityManager, OwnershipService],
    useFactory: (em: EntityManager, ownership: OwnershipService) =>
      ownership.register(objectType, async (id) => {
        const row = await em.findOne(entity, { id } as FilterQuery<Row>);
        return row && ownerOf(row as Row);
      }),
  };
}

/** For what belongs to the customer in its column `customer`. */
export const theCustomer = ({ customer }: { customer: string }): ResourceOwner => ({
  kind: 'customer',
  id: customer,
});
