// The two kinds of people who can sign in live in domains of their own (customers, staff). They tell here how to look one of them up,
// so that sessions, keys and explanations need not know what a customer or a staff member is.
import { Injectable } from '@nestjs/common';
import { EventOutbox } from '#libs/events';
import { accountSecurityNoticed, type AccountNotice } from './account.events.js';

export const accountKinds = ['customer', 'staff'] as const;
export type AccountKind = (typeof accountKinds)[number];

/** Who a session, an API key or an audit entry belongs to. */
export interface AccountRef {
  readonly kind: AccountKind;
  readonly id: string;
}

/** What decides, at this moment, what somebody may do. */
export interface SessionAccount extends AccountRef {
  /** May sign in and use what was signed in before. */
  readonly isActive: boolean;
  readonly permissions: ReadonlySet<string>;
  /** Staff only. */
  readonly role?: string;
  /** Staff whose role asks for a second factor that they have not set up. */
  readonly lacksSecondFactor?: boolean;
}

export interface AccountSource {
  /** Null when there is no such account. Called with the entity manager of the request. */
  load(id: string): Promise<SessionAccount | null>;
  /**
   * That whoever is signed in also knows the password. Counted like every other guess at it. Not to be called in a transaction: it is
   * slow on purpose.
   * @throws a DomainError of the domain's own when it is wrong, or was guessed too often
   */
  prove(id: string, password: string): Promise<void>;
}

@Injectable()
export class AccountsService {
  private readonly sources = new Map<AccountKind, AccountSource>();

  constructor(private readonly events: EventOutbox) {}

  /** To be called once by the domain that owns the accounts, when it starts. */
  register(kind: AccountKind, source: AccountSource): void {
    this.sources.set(kind, source);
  }

  load({ kind, id }: AccountRef): Promise<SessionAccount | null> {
    return this.sourceOf(kind).load(id);
  }

  /**
   * In the transaction of what happened: the owner is told exactly if that is committed.
   * @param earlierContactId see the event
   */
  notify({ kind, id }: AccountRef, notice: AccountNotice, earlierContactId?: string): void {
    this.events.publish(accountSecurityNoticed, id, { kind, notice, earlierContactId });
  }

  /** See {@link AccountSource.prove}. */
  prove({ kind, id }: AccountRef, password: string): Promise<void> {
    return this.sourceOf(kind).prove(id, password);
  }

  private sourceOf(kind: AccountKind): AccountSource {
    const source = this.sources.get(kind);
    if (!source) throw new Error(`Nobody has registered the accounts of ${kind}.`);
    return source;
  }
}
