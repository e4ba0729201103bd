import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { MailOutbox } from '#libs/mail';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { Avatar } from './avatar.entity.js';
import { Customer } from './customer.entity.js';
import { customerDetailView } from './customers.schemas.js';
import { EarlierContact } from './earlier-contact.entity.js';

@HoldsPersonalData('account')
@Injectable()
export class CustomersPersonalData implements PersonalDataSource {
  constructor(private readonly outbox: MailOutbox) {}

  async export(em: EntityManager, customer: string) {
    const avatar = await em.findOne(Avatar, { customer });
    const earlier = await em.find(EarlierContact, { customer }, { orderBy: { id: 'asc' } });
    return {
      ...customerDetailView.parse(await em.findOneOrFail(Customer, { id: customer })),
      earlierContacts: earlier.map(({ email, phone }) => ({ email, phone })),
      avatar: avatar?.image ? { type: 'image/webp', base64: avatar.image.toString('base64') } : null,
    };
  }

  async subjects(_: EntityManager, customer: string) {
    return [{ type: 'customer', id: customer }];
  }

  /** The row itself is the erasure's (erasure.service.ts): what it becomes says that all is done. */
  async erase(em: EntityManager, customer: string): Promise<void> {
    const earlier = await em.find(EarlierContact, { customer });
    const now = await em.findOneOrFail(Customer, { id: customer });
    await em.nativeDelete(Avatar, { customer });
    await em.nativeDelete(EarlierContact, { customer });
    const addresses = [now, ...earlier].flatMap(({ email, phone }) => [email, phone]);
    // Before the addresses are gone by which it is found, and in the transaction: if it fails, or the process dies, it is done again.
    await this.outbox.forget(
      customer,
      addresses.filter((each) => each != null),
    );
  }
}
