// What else ends when somebody is signed out everywhere: after a change of password, a suspension, or because they wish it. The domains that
// let others in for a person declare it, and it happens in the transaction that ends the sessions.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Declaration, DeclarationScan } from '#libs/discovery';
import type { AccountRef } from './accounts.service.js';
import type { SessionEnding } from './session.entity.js';

export interface SignOutFollower {
  /**
   * In the transaction that ends the sessions of the account: what was opened for it ends as well, and nothing that is being opened for it
   * at this moment may outlive that transaction.
   */
  endAll(account: AccountRef, because: SessionEnding): Promise<void>;
}

const followers = new Declaration<true>('what ends with the sessions of an account');

/** On a provider that is a {@link SignOutFollower}. */
export const EndsWithSessions = () => followers.onClass<SignOutFollower>(true);

@Injectable()
export class SignOutsService implements OnModuleInit {
  private found: readonly SignOutFollower[] = [];

  constructor(private readonly declared: DeclarationScan) {}

  onModuleInit(): void {
    this.found = this.declared.providers(followers).map(({ instance }) => instance as SignOutFollower);
  }

  async follow(account: AccountRef, because: SessionEnding): Promise<void> {
    for (const follower of this.found) await follower.endAll(account, because);
  }
}
