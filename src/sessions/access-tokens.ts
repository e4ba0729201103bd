// Signs access tokens and reads them back. Every request carries one, so what was verified is remembered for as long as it is valid.
import type { KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createSigner, createVerifier } from 'fast-jwt';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import { Settings } from '../config/settings.js';
import type { AccountKind } from './accounts.service.js';

export const SIGNING_KEY = Symbol('SigningKey');

/** Fixed on both sides: a token made for anything else is refused. */
const algorithm = 'HS256';
const issuer = 'home-services';
const audience = 'home-services-api';

const tokensRemembered = 10_000;

/** What a token says, once verified. */
export interface TokenClaims {
  kind: AccountKind;
  id: string;
  sessionId: string;
}

interface Claims {
  sub: string;
  kind: AccountKind;
  /** Id of the session. */
  sid: string;
  /** Seconds since 1970. */
  exp: number;
}

@Injectable()
export class AccessTokens {
  private readonly sign: (claims: Claims & { iat: number; jti: string }) => string;
  private readonly verify: (token: string) => Claims;

  constructor(
    private readonly clock: Clock,
    private readonly settings: Settings,
    @Inject(SIGNING_KEY) signingKey: KeyObject,
  ) {
    const key = signingKey.export();
    this.sign = createSigner({ key, algorithm, iss: issuer, aud: audience });
    this.verify = createVerifier({
      key,
      algorithms: [algorithm],
      allowedIss: issuer,
      allowedAud: audience,
      requiredClaims: ['sub', 'kind', 'sid', 'exp', 'iss', 'aud'],
      ignoreExpiration: true, // checked below, against our clock
      cache: tokensRemembered,
    });
  }

  /** Seconds that a new token lives. */
  get lifetime(): number {
    return this.settings.ACCESS_TOKEN_SECONDS;
  }

  issue({ kind, id, sessionId }: TokenClaims): string {
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    return this.sign({ sub: id, kind, sid: sessionId, iat, exp: iat + this.lifetime, jti: newId() });
  }

  /** What the token stands for; undefined when it is expired, tampered with, or not ours. */
  read(token: string): TokenClaims | undefined {
    try {
      const { sub, kind, sid, exp } = this.verify(token);
      const expired = exp * 1000 <= this.clock.now().getTime();
      return expired ? undefined : { kind, id: sub, sessionId: sid };
    } catch {
      return undefined;
    }
  }
}
