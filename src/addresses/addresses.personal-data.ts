import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { Address } from './address.entity.js';
import { addressesView } from './addresses.schemas.js';

@HoldsPersonalData('addresses')
@Injectable()
export class AddressesPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const items = await em.find(Address, { customer }, { orderBy: { createdAt: 'asc', id: 'asc' } });
    return addressesView.parse({ items }).items;
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'address', Address, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeDelete(Address, { customer });
  }
}
