// The two kinds of people who can sign in live in domains of their own (customers, staff). They declare beside themselves how to look one of them up,
// so that sessions, keys and explanations need not know what a customer or a staff member is.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Declaration, DeclarationScan } from '#libs/discovery';
import { EventOutbox, PublishesEvents } from '#libs/events';
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

/** How the owner of an account is reached at this moment. */
export interface AccountContacts {
  /** BCP 47. */
  readonly language: string;
  /** May sign in. Those who may not are told about the safety of their account, and nothing else. */
  readonly isActive: boolean;
  readonly email: string | null;
  readonly phone: string | null;
  /** Which of these are known to be theirs. */
  readonly verified: { readonly email: boolean; readonly phone: boolean };
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
  /** Null when there is no such account any more. */
  contacts(id: string): Promise<AccountContacts | null>;
  /** Where accounts differ in what they may: the active ones that hold the permission, the oldest first, and at most `limit` of them. */
  holding?(permission: string, limit: number): Promise<string[]>;
}

const accountSources = new Declaration<AccountKind>('sources of accounts', (kind) => kind);

/** On a provider that is an {@link AccountSource}, in the domain that owns the accounts. */
export const HoldsAccounts = (kind: AccountKind) => accountSources.onClass<AccountSource>(kind);

@PublishesEvents(accountSecurityNoticed)
@Injectable()
export class AccountsService implements OnModuleInit {
  private sources: ReadonlyMap<AccountKind, AccountSource> = new Map();

  constructor(
    private readonly declared: DeclarationScan,
    private readonly events: EventOutbox,
  ) {}

  onModuleInit(): void {
    const found = this.declared.providers(accountSources);
    this.sources = new Map(found.map(({ definition, instance }) => [definition, instance as AccountSource]));
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

  /** See {@link AccountSource.contacts}. */
  contacts({ kind, id }: AccountRef): Promise<AccountContacts | null> {
    return this.sourceOf(kind).contacts(id);
  }

  /** Active staff who hold the permission, the oldest first. @param limit at most so many */
  async staffHolding(permission: string, limit: number): Promise<AccountRef[]> {
    const ids = (await this.sourceOf('staff').holding?.(permission, limit)) ?? [];
    return ids.map((id) => ({ kind: 'staff', id }));
  }

  private sourceOf(kind: AccountKind): AccountSource {
    const source = this.sources.get(kind);
    if (!source) throw new Error(`Nobody holds the accounts of ${kind}.`);
    return source;
  }
}
