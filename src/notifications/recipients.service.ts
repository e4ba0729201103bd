// Who is to be notified, and how they can be reached today.
import { Injectable } from '@nestjs/common';
import { textLanguageOf, type TextLanguage } from '#libs/format';
import type { NewNotification, NotifiedPerson } from '#libs/notifications';
import { AccountsService, type AccountContacts } from '../sessions/accounts.service.js';

export interface Recipient extends NotifiedPerson, Omit<AccountContacts, 'language'> {
  readonly language: TextLanguage;
}

export interface RecipientContacts {
  email: string | null;
  phone: string | null;
}

/** Of those who may do something about it, if it is nobody's own. */
const mostNotified = 20;

@Injectable()
export class RecipientsService {
  constructor(private readonly accounts: AccountsService) {}

  /** Null for whoever is not there any more. */
  async find({ kind, id }: NotifiedPerson): Promise<Recipient | null> {
    const contacts = await this.accounts.contacts({ kind, id });
    return contacts && { ...contacts, kind, id, language: textLanguageOf(contacts.language) };
  }

  async concernedBy({
    to,
    orStaffHolding,
  }: Pick<NewNotification, 'to' | 'orStaffHolding'>): Promise<NotifiedPerson[]> {
    if (to && (!orStaffHolding || (await this.find(to))?.isActive)) return [to];
    return orStaffHolding ? this.accounts.staffHolding(orStaffHolding, mostNotified) : [];
  }
}

/** Where the owner has proven to be reached; if that is nowhere, wherever they say, unless only what is proven will do. */
export function contactsOf({ email, phone, verified }: Recipient, onlyVerified = false): RecipientContacts {
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
