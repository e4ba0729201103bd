// Whose is it? Every domain declares beside itself how to find the owner of what it keeps, so that an explanation need not know the domains.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Declaration, DeclarationScan } from '#libs/discovery';

export interface ResourceOwner {
  readonly kind: 'customer' | 'staff';
  readonly id: string;
}

/** Null when there is no such object, or it is nobody's. Called with the entity manager of the request. */
export type OwnerOf = (id: string) => Promise<ResourceOwner | null>;

const ownerFinders = new Declaration<string>('resources with owners', (objectType) => objectType);

/** On a method `(id) => owner`. @param objectType in the singular, as in the audit log: `booking` */
export const FindsOwner = (objectType: string) => ownerFinders.onMethod<OwnerOf>(objectType);

/** Of what belongs to the customer in its column `customer`. */
export function customerOwning(row: { customer: string } | null): ResourceOwner | null {
  return row && { kind: 'customer', id: row.customer };
}

@Injectable()
export class ResourceOwners implements OnModuleInit {
  private finders: ReadonlyMap<string, OwnerOf> = new Map();

  constructor(private readonly declared: DeclarationScan) {}

  onModuleInit(): void {
    const found = this.declared.methods(ownerFinders);
    this.finders = new Map(found.map(({ definition, call }) => [definition, call as unknown as OwnerOf]));
  }

  /** The types that have owners, in alphabetical order. */
  types(): string[] {
    return [...this.finders.keys()].sort();
  }

  /** The way to find owners of `objectType`; undefined when nobody has declared one. */
  of(objectType: string): OwnerOf | undefined {
    return this.finders.get(objectType);
  }
}
