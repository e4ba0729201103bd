// What people read of what they were told: their feed, and how it was delivered.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { textLanguageOf } from '#libs/format';
import { PageReader, type Page } from '#libs/http';
import { NotificationKindRegistry, type NotifiedPerson } from '#libs/notifications';
import { StreamLog } from '#libs/realtime';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { FindsOwner } from '../access/resource-owners.js';
import { ReadsService } from '../audit/reads.service.js';
import { NotificationTexts } from './notification-texts.js';
import { Notification, NotificationDelivery } from './notification.entity.js';
import {
  deliveriesList,
  notificationsList,
  type CustomerDeliveriesQuery,
  type DeliveriesQuery,
  type FeedQuery,
  type NotificationView,
} from './notifications.schemas.js';
import { ofPerson, personIn, personOf, streamOf } from './person.js';

@Injectable()
export class FeedService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly kinds: NotificationKindRegistry,
    private readonly texts: NotificationTexts,
    private readonly streams: StreamLog,
    private readonly reads: ReadsService,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('notification')
  async ownerOf(id: string) {
    const row = await this.em.findOne(Notification, { id });
    return row && personIn(row);
  }

  /** @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: FeedQuery): Promise<Page<NotificationView>> {
    const { unread } = query;
    const read = unread === undefined ? {} : { readAt: unread ? null : { $ne: null } };
    const where = [ofPerson(personOf(actor)), read];
    const page = await this.pages.read(Notification, notificationsList, query, { where });
    return { ...page, items: page.items.map((row) => this.shown(row)) };
  }

  async unreadCount(actor: Actor): Promise<{ unread: number }> {
    const unread = await this.em.count(Notification, { ...ofPerson(personOf(actor)), readAt: null });
    return { unread };
  }

  /** Done again, it changes nothing. @throws NotFound */
  read(actor: Actor, id: string): Promise<NotificationView> {
    const person = personOf(actor);
    return this.em.transactional(async (em) => {
      const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
      const row = await em.findOne(Notification, { id, ...ofPerson(person) }, options);
      if (!row) throw new NotFound('Notification', id);
      if (!row.readAt) {
        row.readAt = this.clock.now();
        await this.notifyReaders(person, { id });
      }
      return this.shown(row);
    });
  }

  /** @returns how many had not been read */
  readAll(actor: Actor): Promise<{ read: number }> {
    const person = personOf(actor);
    return this.em.transactional(async (em) => {
      const unread = { ...ofPerson(person), readAt: null };
      const read = await em.nativeUpdate(Notification, unread, { readAt: this.clock.now() });
      if (read > 0) await this.notifyReaders(person, { all: true });
      return { read };
    });
  }

  /** One's own. @throws CursorInvalid, ValidationFailed */
  deliveries(actor: Actor, query: DeliveriesQuery) {
    return this.deliveriesTo(personOf(actor), query);
  }

  /** Of any customer; that staff look is noted. @throws CursorInvalid, ValidationFailed */
  async deliveriesOf(actor: Actor, { customer, ...query }: CustomerDeliveriesQuery) {
    await this.reads.note(actor, {
      action: 'customer.deliveries_viewed',
      object: { type: 'customer', id: customer },
      person: customer,
    });
    return this.deliveriesTo({ kind: 'customer', id: customer }, query);
  }

  private async deliveriesTo(person: NotifiedPerson, query: DeliveriesQuery) {
    const { status } = query;
    const where = [ofPerson(person), status ? { status } : {}];
    const options = { where, populate: ['notification'] } as const;
    const page = await this.pages.read(NotificationDelivery, deliveriesList, query, options);
    return { ...page, items: page.items.map(shownDelivery) };
  }

  private shown(row: Notification): NotificationView {
    const { id, kind, urgent, data, readAt = null, createdAt } = row;
    const { title, body } = this.texts.of(row, textLanguageOf(row.language));
    const category = this.kinds.find(kind)?.category ?? null;
    return { id, kind, category, title, body, urgent, data, readAt, createdAt };
  }

  /** To the person's other clients. */
  private notifyReaders(person: NotifiedPerson, data: Record<string, unknown>): Promise<void> {
    return this.streams.append(streamOf(person), [{ type: 'notification.read', data }]);
  }
}

/** As `deliveryView` shows it. @param delivery with its notification */
export function shownDelivery(delivery: NotificationDelivery) {
  const { id, notification, channel, status, reason = null, destination = null, ...rest } = delivery;
  const { transport = null, attempts, notBefore = null, sentAt = null, createdAt } = rest;
  return {
    id,
    notificationId: notification?.id ?? null,
    kind: notification?.kind ?? 'digest',
    channel,
    status,
    reason,
    destination,
    transport,
    attempts,
    notBefore,
    sentAt,
    createdAt,
  };
}
