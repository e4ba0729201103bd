// Notifies people: once for each change, in their feed at once, and by the channels and at the time that they prefer.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isSecurityKind, type NewNotification, type NotifiedPerson } from '#libs/notifications';
import { newId } from '#libs/orm';
import { StreamLog } from '#libs/realtime';
import { Clock } from '#libs/time';
import { DeliveryPlans } from './deliveries/delivery-plans.js';
import { DeliveryRequests } from './deliveries/delivery-requests.js';
import { NotificationTexts } from './notification-texts.js';
import { Notification, NotificationDelivery } from './notification.entity.js';
import { streamOf } from './person.js';
import { RecipientsService, type Recipient } from './recipients.service.js';

/** A notification of one person. */
export interface NotificationToSend extends Omit<NewNotification, 'to' | 'orStaffHolding'> {
  to: NotifiedPerson;
  /** What it tells of, such as the id of an event: of this kind the person is notified once about it. At most 100 characters. */
  change: string;
}

@Injectable()
export class NotificationsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly recipients: RecipientsService,
    private readonly plans: DeliveryPlans,
    private readonly requests: DeliveryRequests,
    private readonly texts: NotificationTexts,
    private readonly streams: StreamLog,
    private readonly clock: Clock,
  ) {}

  /**
   * In the caller's transaction: notified exactly if that is committed. Whoever is not there any more is not, nor whoever knows already.
   * @returns the id of the notification; null when nobody was notified
   */
  async notify(notification: NotificationToSend): Promise<string | null> {
    if (!this.em.isInTransaction()) throw new Error('A notification is written in a transaction.');
    const { kind, addresses } = notification;
    const recipient = await this.recipients.find(notification.to);
    if (!recipient || (!recipient.isActive && !isSecurityKind(kind))) return null;
    const facts = kind.facts.parse(notification.facts) as Record<string, unknown>;
    const isUrgent = notification.isUrgent ?? kind.isUrgent ?? false;
    const row = await this.add(notification, recipient, facts, isUrgent);
    if (!row) return null;
    const planned = await this.plans.planFor(recipient, { kind, isUrgent, addresses });
    const deliveries = planned.map((delivery) =>
      this.em.create(NotificationDelivery, { ...delivery, notification: row.id }),
    );
    await this.em.flush();
    const toSend = deliveries.filter(({ status }) => status === 'pending' || status === 'held');
    await this.requests.add(toSend, isUrgent);
    const { title, body } = this.texts.of(row, recipient.language);
    await this.streams.append(streamOf(recipient), [
      {
        type: 'notification.created',
        data: { id: row.id, kind: kind.name, urgent: isUrgent, title, body, data: facts },
      },
    ]);
    return row.id;
  }

  /** Undefined when there is one for this change already; of two at once the second waits for the first. */
  private async add(
    { kind, change, until }: NotificationToSend,
    { kind: personKind, id: personId, language }: Recipient,
    facts: Record<string, unknown>,
    isUrgent: boolean,
  ): Promise<Notification | undefined> {
    const now = this.clock.now();
    const [row] = await this.em.execute<Record<string, never>[]>(addStatement, [
      newId(),
      personKind,
      personId,
      kind.name,
      change,
      language,
      isUrgent,
      JSON.stringify(facts),
      until ?? null,
      now,
      now,
    ]);
    return row && this.em.map(Notification, row);
  }
}

const addStatement = `
  insert into notifications (id, person_kind, person_id, kind, change, language, urgent, data, expires_at, created_at, updated_at)
  values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
  on conflict (change, kind, person_id, person_kind) do nothing
  returning *`;
