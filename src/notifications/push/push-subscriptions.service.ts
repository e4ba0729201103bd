import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { lockFor, newId } from '#libs/orm';
import { OutboundRequests, OutboundError } from '#libs/outbound';
import type { Actor } from '../../access/actor.js';
import { FindsOwner } from '../../access/resource-owners.js';
import { AuditService } from '../../audit/audit.service.js';
import { PushServiceRefused } from '../notifications.errors.js';
import type { PushSubscriptionInput } from '../notifications.schemas.js';
import { ofPerson, personIn, personOf } from '../person.js';
import { PushKeys } from './push-keys.js';
import { PushSubscription } from './push-subscription.entity.js';
import type { NotifiedPerson } from '#libs/notifications';

/** Browsers of one person. One more takes the place of the one that has not been heard of for longest. */
const atMost = 10;

@Injectable()
export class PushSubscriptionsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly keys: PushKeys,
    private readonly audit: AuditService,
    private readonly outbound: OutboundRequests,
  ) {}

  @FindsOwner('push_subscription')
  async ownerOf(id: string) {
    const row = await this.em.findOne(PushSubscription, { id });
    return row && personIn(row);
  }

  publicKey(): { publicKey: string } {
    return { publicKey: this.keys.current().publicKey };
  }

  /** The newest first. At most ten: no pages. */
  async list(actor: Actor): Promise<{ items: PushSubscription[] }> {
    const mine = ofPerson(personOf(actor));
    return { items: await this.em.find(PushSubscription, mine, { orderBy: { id: 'desc' } }) };
  }

  /**
   * A browser is told what its last user is to know: subscribing again, or as somebody else, takes the place of what was there.
   * @throws PushServiceRefused
   */
  add(actor: Actor, { endpoint, keys }: PushSubscriptionInput): Promise<PushSubscription> {
    this.checkEndpoint(endpoint);
    const person = personOf(actor);
    return this.em.transactional(async (em) => {
      await lockOf(em as SqlEntityManager, person);
      await em.nativeDelete(PushSubscription, { endpoint });
      const others = await em.find(PushSubscription, ofPerson(person), { orderBy: { id: 'desc' } });
      for (const old of others.slice(atMost - 1)) em.remove(old);
      const subscription = em.create(PushSubscription, {
        id: newId(),
        ...ofPerson(person),
        endpoint,
        p256dh: keys.p256dh,
        auth: keys.auth,
        key: this.keys.current().id,
      });
      await this.record(actor, 'push_subscription.added', subscription);
      return subscription;
    });
  }

  /** @throws NotFound */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.em.transactional(async (em) => {
      const subscription = await em.findOne(PushSubscription, { id, ...ofPerson(personOf(actor)) });
      if (!subscription) throw new NotFound('Push subscription', id);
      await this.record(actor, 'push_subscription.removed', subscription);
      em.remove(subscription);
    });
  }

  /** Where their notifications go. Not the whole address, by which whoever knows it can be told things. */
  private record(actor: Actor, action: string, { id, endpoint }: PushSubscription): Promise<void> {
    const after = { service: new URL(endpoint).host };
    return this.audit.record(actor, { action, object: { type: 'push_subscription', id }, after });
  }

  /** What can be told by looking at it. Where the name leads to is asked at every connection. @throws PushServiceRefused */
  private checkEndpoint(endpoint: string): void {
    try {
      this.outbound.check(endpoint);
    } catch (error) {
      if (error instanceof OutboundError) throw new PushServiceRefused();
      throw error;
    }
  }
}

/** One at a time for each person, whose row is of another domain: so it is their id that is locked, until the end of the transaction. */
async function lockOf(em: SqlEntityManager, { kind, id }: NotifiedPerson): Promise<void> {
  await lockFor(em, 'notifications.push_subscriptions', kind, id);
}
