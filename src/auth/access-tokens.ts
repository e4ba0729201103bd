// Signs access tokens and reads them back. Every request carries one, so what was verified is remembered for as long as it is valid.
import type { KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createSigner, createVerifier } from 'fast-jwt';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { customerGrants } from '../access/roles.js';
import { Settings } from '../config/settings.js';

export const SIGNING_KEY = Symbol('SigningKey');

/** Fixed on both sides: a token made for anything else is refused. */
const algorithm = 'HS256';
const issuer = 'home-services';
const audience = 'home-services-api';

const tokensRemembered = 10_000;
const customerPermissions: ReadonlySet<string> = new Set(customerGrants);

interface Claims {
  sub: string;
  kind: 'customer';
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
      requiredClaims: ['sub', 'kind', 'exp', 'iss', 'aud'],
      ignoreExpiration: true, // checked below, against our clock
      cache: tokensRemembered,
    });
  }

  /** Seconds that a new token lives. */
  get lifetime(): number {
    return this.settings.ACCESS_TOKEN_SECONDS;
  }

  issue(customerId: string): string {
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    return this.sign({ sub: customerId, kind: 'customer', iat, exp: iat + this.lifetime, jti: newId() });
  }

  /** Who the token stands for; undefined when it is expired, tampered with, or not ours. */
  actorOf(token: string): Actor | undefined {
    try {
      const { sub, kind, exp } = this.verify(token);
      const expired = exp * 1000 <= this.clock.now().getTime();
      return expired ? undefined : { kind, id: sub, permissions: customerPermissions };
    } catch {
      return undefined;
    }
  }
}
