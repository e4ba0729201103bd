// Staff are told of danger that a customer writes of: once for each danger of a conversation, and of one customer not more often than
// people can answer.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { NotFound } from '#libs/errors';
import { lockFor } from '#libs/orm';
import { Clock, hourMs } from '#libs/time';
import { customerScope, type Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Message, type DangerKind } from './conversation.entity.js';
import { dangerReported } from './conversation.events.js';

/** After this the same danger in the same conversation is a new one. */
const sameDangerMs = 12 * hourMs;
const windowMs = 24 * hourMs;
/** Of one customer within a day, whatever the conversation: whoever has been told so often knows of that customer. */
const mostReports = 6;

/** `told_before`: staff know of this danger, or of this customer, from an earlier report. */
export type DangerReport = 'told' | 'told_before';

@PublishesEvents(dangerReported)
@Injectable()
export class DangerReportsService {
  constructor(
    private readonly em: EntityManager,
    private readonly events: EventOutbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Tells staff of the danger in a message of the actor's. The note of it, the audit entry and what is told are written together or not at all.
   * @throws NotFound when the message is another customer's
   */
  async report(actor: Actor, messageId: string, danger: DangerKind): Promise<DangerReport> {
    const customer = customerScope(actor);
    return this.em.fork().transactional(async (em): Promise<DangerReport> => {
      const own = { id: messageId, role: 'customer', conversation: { customer } } as const;
      const message = customer && (await em.findOne(Message, own, { populate: ['conversation'] }));
      if (!message) throw new NotFound('Message', messageId);
      // Reports of one customer, from several conversations as well, are counted one after the other.
      await lockFor(em, 'conversations.danger', customer);
      if (message.danger) return 'told';
      if (await this.isKnown(em, message, danger)) return 'told_before';
      message.danger = danger;
      const { id } = message.conversation;
      this.events.publish(dangerReported, id, { customerId: customer, messageId, danger });
      await this.audit.record(actor, {
        action: 'danger.reported',
        object: { type: 'conversation', id },
        after: { danger, messageId },
      });
      return 'told';
    });
  }

  private async isKnown(em: EntityManager, { conversation }: Message, danger: DangerKind): Promise<boolean> {
    const since = (ms: number) => ({ createdAt: { $gt: new Date(this.clock.now().getTime() - ms) } });
    if ((await em.count(Message, { conversation: conversation.id, danger, ...since(sameDangerMs) })) > 0)
      return true;
    const told = { conversation: { customer: conversation.customer }, danger: { $ne: null } };
    return (await em.count(Message, { ...told, ...since(windowMs) })) >= mostReports;
  }
}
