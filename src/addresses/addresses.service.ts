import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { CustomersService } from '../customers/customers.service.js';
import { Pincode } from '../catalogue/place.entity.js';
import { Address } from './address.entity.js';
import { PincodeUnknown, TooManyAddresses } from './addresses.errors.js';
import type { CreateAddressInput, UpdateAddressInput } from './addresses.schemas.js';

const atMost = 50;

/** A customer with addresses has exactly one default among them. */
@Injectable()
export class AddressesService {
  constructor(
    private readonly em: EntityManager,
    private readonly customers: CustomersService,
  ) {}

  @FindsOwner('address')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(Address, { id }));
  }

  /** The default first, then the newest. */
  async list(actor: Actor): Promise<Address[]> {
    const orderBy = { isDefault: 'desc', createdAt: 'desc', id: 'desc' } as const;
    return this.em.find(Address, { customer: customerOf(actor) }, { orderBy });
  }

  /** @throws NotFound when it is not the customer's */
  async get(actor: Actor, id: string): Promise<Address> {
    return this.mine(this.em, customerOf(actor), id);
  }

  /** @throws PincodeUnknown, TooManyAddresses */
  create(actor: Actor, input: CreateAddressInput): Promise<Address> {
    return this.changing(actor, async (em, customer) =>
      this.add(em, customer, input, await em.find(Address, { customer })),
    );
  }

  /**
   * @param input all members, or those that change
   * @param expected which version the caller has read
   * @throws NotFound, PreconditionFailed, PincodeUnknown
   */
  change(actor: Actor, id: string, input: UpdateAddressInput, expected?: ExpectedVersions): Promise<Address> {
    return this.changing(actor, async (em, customer) => {
      const address = await this.mine(em, customer, id);
      checkVersion(address, expected);
      if (input.pincode !== undefined) await this.checkPincode(em, input.pincode);
      return em.assign(address, input);
    });
  }

  /** Bookings keep the address as it was sold. @throws NotFound, PreconditionFailed */
  remove(actor: Actor, id: string, expected?: ExpectedVersions): Promise<void> {
    return this.changing(actor, async (em, customer) => {
      const address = await this.mine(em, customer, id);
      checkVersion(address, expected);
      await em.remove(address).flush();
      if (!address.isDefault) return;
      const newest = await em.findOne(Address, { customer }, { orderBy: { createdAt: 'desc', id: 'desc' } });
      if (newest) newest.isDefault = true;
    });
  }

  /** @throws NotFound */
  makeDefault(actor: Actor, id: string): Promise<Address> {
    return this.changing(actor, async (em, customer) => {
      const address = await this.mine(em, customer, id);
      if (address.isDefault) return address;
      await this.dropDefault(em, customer);
      address.isDefault = true;
      return address;
    });
  }

  /**
   * Keeps the address from now on, if it is new (letter case and spacing do not matter) and the customer has not too many already:
   * that is no reason to refuse a visit there.
   * @throws PincodeUnknown
   */
  remember(actor: Actor, { line, pincode }: Place): Promise<void> {
    return this.changing(actor, async (em, customer) => {
      const own = await em.find(Address, { customer });
      const known = own.some((address) => isSameAddress(address, { line, pincode }));
      if (known || own.length >= atMost) return;
      await this.add(em, customer, { label: 'Home', line, landmark: null, pincode, isDefault: false }, own);
    });
  }

  /** One change at a time per customer: their row is locked, so that the count and the default stay right. */
  private async changing<T>(
    actor: Actor,
    change: (em: EntityManager, customer: string) => Promise<T>,
  ): Promise<T> {
    const id = customerOf(actor);
    return this.em.transactional(async (em) => {
      await this.customers.lockActive(em, id);
      return change(em, id);
    });
  }

  /** @param own all that the customer has */
  private async add(
    em: EntityManager,
    customer: string,
    input: CreateAddressInput,
    own: readonly Address[],
  ): Promise<Address> {
    await this.checkPincode(em, input.pincode);
    if (own.length >= atMost) throw new TooManyAddresses(atMost);
    const isDefault = input.isDefault || own.length === 0;
    if (isDefault && own.length > 0) await this.dropDefault(em, customer);
    return em.create(Address, { ...input, customer, isDefault });
  }

  /** Flushed by itself: the unique index would refuse two defaults even for a moment. */
  private async dropDefault(em: EntityManager, customer: string): Promise<void> {
    const current = await em.findOne(Address, { customer, isDefault: true });
    if (current) current.isDefault = false;
    await em.flush();
  }

  private async mine(em: EntityManager, customer: string, id: string): Promise<Address> {
    const address = await em.findOne(Address, { id, customer });
    if (!address) throw new NotFound('Address', id);
    return address;
  }

  private async checkPincode(em: EntityManager, code: string): Promise<void> {
    if (!(await em.findOne(Pincode, { code }))) throw new PincodeUnknown(code);
  }
}

function customerOf(actor: Actor): string {
  const customer = customerScope(actor);
  if (!customer) throw new Forbidden('to be a customer');
  return customer;
}

interface Place {
  line: string;
  pincode: string;
}

/** Letter case and spacing do not matter. */
export function isSameAddress(one: Place, other: Place): boolean {
  return one.pincode === other.pincode && comparable(one.line) === comparable(other.line);
}

function comparable(line: string): string {
  return line.trim().replace(/\s+/g, ' ').toLowerCase();
}
