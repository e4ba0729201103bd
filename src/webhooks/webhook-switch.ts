// Switching an endpoint on and off, whoever does it.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { WebhookDelivery } from './delivery.entity.js';
import type { DisabledReason, Webhook } from './webhook.entity.js';
import { webhookDisabled } from './webhook.events.js';

/** What waited for an endpoint that was switched off. It can be sent again by hand. */
export const disabledCode = 'WEBHOOK_DISABLED';

@PublishesEvents(webhookDisabled)
@Injectable()
export class WebhookSwitch {
  constructor(
    private readonly em: EntityManager,
    private readonly events: EventOutbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** In the caller's transaction. @param webhook locked */
  async on(actor: Actor, webhook: Webhook): Promise<void> {
    const before = shownInAudit(webhook);
    webhook.enable();
    await this.record(actor, 'enabled', webhook, before);
  }

  /** In the caller's transaction. What waits is given up; whoever made it is told, if nobody of the staff did it. @param webhook locked */
  async off(actor: Actor, webhook: Webhook, reason: DisabledReason): Promise<void> {
    const before = shownInAudit(webhook);
    const { id, createdBy, description, failingSince } = webhook;
    webhook.disable(reason, this.clock.now());
    await this.giveUpWaiting(id);
    await this.record(actor, 'disabled', webhook, before);
    if (reason === 'staff') return;
    const since = failingSince?.toISOString() ?? null;
    this.events.publish(webhookDisabled, id, { reason, createdBy, description, failingSince: since });
  }

  /** In the caller's transaction. */
  async giveUpWaiting(id: string): Promise<void> {
    await this.em.nativeUpdate(
      WebhookDelivery,
      { webhook: id, status: 'pending' },
      { status: 'failed', dueAt: null, finishedAt: this.clock.now(), lastError: disabledCode },
    );
  }

  private record(
    actor: Actor,
    what: string,
    webhook: Webhook,
    before: Record<string, unknown>,
  ): Promise<void> {
    const object = { type: 'webhook', id: webhook.id };
    return this.audit.record(actor, {
      action: `webhook.${what}`,
      object,
      before,
      after: shownInAudit(webhook),
    });
  }
}

/** Named `cause`, because the audit log masks what is called `reason` as the words of a person. */
function shownInAudit({ status, disabledReason }: Webhook) {
  return { status, cause: disabledReason ?? null };
}
