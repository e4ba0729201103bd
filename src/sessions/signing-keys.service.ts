// The operation's side of the signing keys: what there is, and the next one.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterCommit } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Settings } from '../config/settings.js';
import { SigningKeyWaiting } from './sessions.errors.js';
import { SigningKey } from './signing-key.entity.js';
import { lockKeys, reloadMs, SigningKeys } from './signing-keys.js';

/**
 * From making a key to signing with it. Every process has looked for new keys several times by then, and whoever keeps the JWKS has asked
 * again (it may be kept for five minutes).
 */
const activationDelayMs = 10 * reloadMs;

@Injectable()
export class SigningKeysService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly keys: SigningKeys,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Newest first. */
  list(): Promise<SigningKey[]> {
    return this.em.find(SigningKey, {}, { orderBy: { activatesAt: 'desc', kid: 'desc' } });
  }

  /**
   * Makes the next key. Those before it verify until the last token that they have signed has expired.
   * @throws SigningKeyWaiting while the key of the rotation before does not sign yet
   */
  async rotate(actor: Actor): Promise<SigningKey> {
    const now = this.clock.now();
    const activatesAt = new Date(now.getTime() + activationDelayMs);
    const next = this.keys.newKey(activatesAt);
    const made = await this.em.transactional(async () => {
      await lockKeys(this.em);
      const rows = await this.em.find(SigningKey, { retiresAt: null });
      const waiting = rows.find((row) => row.activatesAt > now);
      if (waiting) throw new SigningKeyWaiting(waiting.kid, waiting.activatesAt);
      // Once more the delay: for a process that has not heard of it and goes on signing with the old one.
      const retiresAt = new Date(
        activatesAt.getTime() + this.settings.ACCESS_TOKEN_SECONDS * 1000 + activationDelayMs,
      );
      for (const row of rows) row.retiresAt = retiresAt;
      const row = this.em.create(SigningKey, next);
      await this.audit.record(actor, {
        action: 'signing_key.rotated',
        object: { type: 'signing_key', id: row.kid },
        before: { kids: rows.map(({ kid }) => kid) },
        after: { activatesAt, retiresAt },
      });
      return row;
    });
    await afterCommit(() => this.keys.reload());
    return made;
  }
}
