// The two kinds of people who can sign in live in domains of their own (customers, staff). They tell here how to look one of them up,
// so that sessions, keys and explanations need not know what a customer or a staff member is.
import { Injectable } from '@nestjs/common';

export type AccountKind = 'customer' | 'staff';

/** Who a session, an API key or an audit entry belongs to. */
export interface AccountRef {
  readonly kind: AccountKind;
  readonly id: string;
}

/** What decides, at this moment, what somebody may do. */
export interface Account extends AccountRef {
  /** May sign in and use what was signed in before. */
  readonly isActive: boolean;
  readonly permissions: ReadonlySet<string>;
  /** Staff only. */
  readonly role?: string;
  /** Staff whose role asks for a second factor that they have not set up. */
  readonly lacksSecondFactor?: boolean;
}

/** What the owner of an account is told about, by mail. */
export type SecurityNotice = 'refresh_token_reused' | 'new_sign_in' | 'api_key_created';

export interface AccountSource {
  /** Null when there is no such account. Called with the entity manager of the request. */
  load(id: string): Promise<Account | null>;
  /** Tells the owner, soon; never throws, never waits for the mail to leave. */
  notify(id: string, notice: SecurityNotice, details?: Readonly<Record<string, string>>): void;
}

@Injectable()
export class AccountsService {
  private readonly sources = new Map<AccountKind, AccountSource>();

  /** To be called once by the domain that owns the accounts, when it starts. */
  register(kind: AccountKind, source: AccountSource): void {
    this.sources.set(kind, source);
  }

  load({ kind, id }: AccountRef): Promise<Account | null> {
    return this.sourceOf(kind).load(id);
  }

  notify({ kind, id }: AccountRef, notice: SecurityNotice, details?: Readonly<Record<string, string>>): void {
    this.sourceOf(kind).notify(id, notice, details);
  }

  private sourceOf(kind: AccountKind): AccountSource {
    const source = this.sources.get(kind);
    if (!source) throw new Error(`Nobody has registered the accounts of ${kind}.`);
    return source;
  }
}
