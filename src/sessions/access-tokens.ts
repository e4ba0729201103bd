// Makes access tokens and reads them back. Every request carries one, so what was verified is remembered.
import { Injectable } from '@nestjs/common';
import { BoundedMap } from '#libs/cache';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import { Settings } from '../config/settings.js';
import type { AccountKind } from './accounts.service.js';
import { SigningKeys } from './signing-keys.js';

const tokensRemembered = 10_000;

/** What a token says, once verified. */
export interface TokenClaims {
  kind: AccountKind;
  id: string;
  sessionId: string;
}

interface Verified {
  claims: TokenClaims;
  /** Both: milliseconds since 1970. */
  validFrom: number;
  validUntil: number;
}

@Injectable()
export class AccessTokens {
  private readonly verified = new BoundedMap<string, Verified>(tokensRemembered);
  private removalsSeen = 0;

  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Seconds that a new token lives. */
  get lifetime(): number {
    return this.settings.ACCESS_TOKEN_SECONDS;
  }

  issue({ kind, id, sessionId }: TokenClaims): string {
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    return this.keys.sign({ sub: id, kind, sid: sessionId, iat, exp: iat + this.lifetime, jti: newId() });
  }

  /**
   * What the token stands for; undefined when it is expired, tampered with, or not ours. Only what was signed by us is remembered, so
   * that nobody can fill the memory.
   */
  read(token: string): TokenClaims | undefined {
    if (this.keys.removals !== this.removalsSeen) this.forgetAll();
    const found = this.verified.get(token) ?? this.verify(token);
    if (!found) return undefined;
    const now = this.clock.now().getTime();
    return found.validFrom <= now && now < found.validUntil ? found.claims : undefined;
  }

  /** Whether {@link readAnew} may read what {@link read} cannot. */
  mayBeOfNewKey(token: string): boolean {
    return this.keys.mayBeUnknown(token);
  }

  /** The same after a look for keys that another process has made. */
  async readAnew(token: string): Promise<TokenClaims | undefined> {
    await this.keys.lookForNew();
    return this.read(token);
  }

  private forgetAll(): void {
    this.verified.clear();
    this.removalsSeen = this.keys.removals;
  }

  private verify(token: string): Verified | undefined {
    const payload = this.keys.verify(token);
    if (!payload) return undefined;
    const { sub: id, kind, sid: sessionId, exp, nbf = 0 } = payload;
    const verified = { claims: { kind, id, sessionId }, validFrom: nbf * 1000, validUntil: exp * 1000 };
    this.verified.set(token, verified);
    return verified;
  }
}
