// Who is to be told something, and how they can be reached today.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { RolesService } from '../access/roles.service.js';
import type { Permission } from '../access/roles.js';
import { Customer } from '../customers/customer.entity.js';
import { Staff } from '../staff/staff.entity.js';
import { languageOf, type NoticeLanguage } from './notice-words.js';

export interface RecipientPerson {
  readonly kind: 'customer' | 'staff';
  readonly id: string;
}

export interface Recipient extends RecipientPerson {
  readonly language: NoticeLanguage;
  /** Those who are not are told about the safety of their account, and nothing else. */
  readonly isActive: boolean;
  readonly email: string | null;
  readonly phone: string | null;
  /** Which of these are known to be theirs. */
  readonly verified: { readonly email: boolean; readonly phone: boolean };
}

export interface RecipientContacts {
  email: string | null;
  phone: string | null;
}

@Injectable()
export class RecipientsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly roles: RolesService,
  ) {}

  /** Null for whoever is not there any more. */
  find(person: RecipientPerson): Promise<Recipient | null> {
    return person.kind === 'customer' ? this.customer(person.id) : this.staff(person.id);
  }

  /** Active staff who may do it, in the order in which they came. @param most at most so many */
  async staffWho(permission: Permission, most: number): Promise<RecipientPerson[]> {
    const active = { status: 'active' } as const;
    const staff = await this.em.find(Staff, active, { fields: ['id', 'role'], orderBy: { id: 'asc' } });
    const able = new Set<string>();
    for (const role of new Set(staff.map((each) => each.role)))
      if ((await this.roles.heldBy(role)).has(permission)) able.add(role);
    return staff
      .filter(({ role }) => able.has(role))
      .slice(0, most)
      .map(({ id }) => ({ kind: 'staff', id }));
  }

  private async customer(id: string): Promise<Recipient | null> {
    const customer = await this.em.findOne(Customer, { id });
    if (!customer || customer.status === 'deleted' || customer.status === 'erased') return null;
    const { email = null, phone = null, emailVerified, phoneVerified, status } = customer;
    return {
      ...{ kind: 'customer', id, language: languageOf(customer.language), isActive: status === 'active' },
      ...{ email, phone, verified: { email: emailVerified, phone: phoneVerified } },
    };
  }

  /** They work in English, and sign in with an address that was proven by a link. */
  private async staff(id: string): Promise<Recipient | null> {
    const staff = await this.em.findOne(Staff, { id });
    if (!staff || staff.status === 'left') return null;
    return {
      ...{ kind: 'staff', id, language: 'en', isActive: staff.status === 'active' },
      ...{ email: staff.email, phone: null, verified: { email: true, phone: false } },
    };
  }
}

/** Where the owner has proven to be reached; if that is nowhere, wherever they say, unless only what is proven will do. */
export function waysTo({ email, phone, verified }: Recipient, onlyVerified = false): RecipientContacts {
  const known = { email: verified.email ? email : null, phone: verified.phone ? phone : null };
  return onlyVerified || known.email || known.phone ? known : { email, phone };
}

/** For people to recognise it by, and for nobody else to use. */
export function maskedRecipient(address: string): string {
  const [local = '', domain] = address.split('@');
  return domain === undefined
    ? `${address.slice(0, 3)}•••${address.slice(-4)}`
    : `${local.slice(0, 1)}•••@${domain}`;
}
