// The key by which push services know us. Made once: who has subscribed with it can be told with no other.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { lockFor, newId } from '#libs/orm';
import { newVapidKeys, type VapidKeys } from '#libs/push';
import { SealBroken, SecretBox } from '#libs/secrets';
import { PushKey } from './push-subscription.entity.js';

const sealPurpose = 'push-key';

@Injectable()
export class PushKeys implements OnModuleInit {
  private readonly logger = new Logger('PushKeys');
  private newest: { id: string; publicKey: string } | undefined;

  constructor(
    private readonly em: EntityManager,
    private readonly secrets: SecretBox,
  ) {}

  async onModuleInit(): Promise<void> {
    this.newest = await this.usable(this.em.fork());
    if (this.newest) return;
    this.newest = await this.em.fork().transactional(async (em) => {
      // Of two who start at once, one makes it.
      await lockFor(em, 'notifications.push_keys');
      return (await this.usable(em)) ?? this.make(em);
    });
  }

  /** With which browsers subscribe from now on. */
  current(): { id: string; publicKey: string } {
    return this.newest!;
  }

  /** Null of one that was sealed with another SECRET_KEY. */
  async pair(id: string): Promise<VapidKeys | null> {
    const key = await this.em.findOneOrFail(PushKey, { id });
    const privateKey = this.privateKeyOf(key);
    return privateKey ? { publicKey: key.publicKey, privateKey } : null;
  }

  private async usable(em: EntityManager): Promise<PushKey | undefined> {
    const keys = await em.find(PushKey, {}, { orderBy: { id: 'desc' } });
    return keys.find((key) => this.privateKeyOf(key) !== null);
  }

  private make(em: EntityManager): PushKey {
    const id = newId();
    const { publicKey, privateKey } = newVapidKeys();
    return em.create(PushKey, {
      id,
      publicKey,
      privateKey: this.secrets.seal(sealPurpose, privateKey, id),
    });
  }

  private privateKeyOf({ id, privateKey }: PushKey): string | null {
    try {
      return this.secrets.open(sealPurpose, privateKey, id).toString();
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      this.logger.warn({ keyId: id }, 'A push key was sealed with another SECRET_KEY and cannot be used.');
      return null;
    }
  }
}
