import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { lockFor, newId } from '#libs/orm';
import { digestOf, newToken } from '#libs/secrets';
import { Clock, dayMs } from '#libs/time';
import { Forbidden } from '../../access/access.errors.js';
import { customerScope, type Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { publicUrl } from '../../config/public-url.js';
import { Settings } from '../../config/settings.js';
import { Booking } from '../booking.entity.js';
import { BookingsService } from '../bookings.service.js';
import { CalendarFeed } from './calendar-feed.entity.js';
import { visitCalendar } from './visit-calendar.js';

/** A calendar asks several times a day: what is long over is not sent each time. */
const pastMs = 90 * dayMs;
/** The latest; a feed is no export. */
const visitsAtMost = 500;

const name = 'Home visits';

@Injectable()
export class CalendarService {
  constructor(
    private readonly em: EntityManager,
    private readonly bookings: BookingsService,
    private readonly audit: AuditService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** The visit as a file. @throws NotFound */
  async fileOf(actor: Actor, id: string): Promise<string> {
    return visitCalendar([await this.bookings.get(actor, id)], name);
  }

  /** A new secret address; the one before is void. It is said here and never again. */
  async open(actor: Actor): Promise<{ url: string; createdAt: Date }> {
    const customer = customerOf(actor);
    const token = newToken();
    const feed = await this.em.transactional(async (em) => {
      // Two at once: the second makes the first void, instead of failing.
      await lockFor(em, 'bookings.calendar_feed', customer);
      await em.nativeDelete(CalendarFeed, { customer });
      const made = em.create(CalendarFeed, { id: newId(), customer, tokenDigest: digestOf(token) });
      await this.record(actor, 'calendar_feed.created', made.id, customer);
      return made;
    });
    const path = `api/v1/calendar/${token}.ics`;
    // `publicUrl` ends in a query, which calendars keep and we do not need.
    return { url: publicUrl(this.settings, path, {}).replace(/\?$/, ''), createdAt: feed.createdAt };
  }

  /** @throws NotFound when there is none */
  async feedOf(actor: Actor): Promise<CalendarFeed> {
    const feed = await this.em.findOne(CalendarFeed, { customer: customerOf(actor) });
    if (!feed) throw new NotFound('Calendar feed', actor.id);
    return feed;
  }

  /** From now on the address is void. Succeeds also when there is none. */
  async close(actor: Actor): Promise<void> {
    const customer = customerOf(actor);
    await this.em.transactional(async (em) => {
      const feed = await em.findOne(CalendarFeed, { customer });
      if (!feed) return;
      await em.nativeDelete(CalendarFeed, { customer });
      await this.record(actor, 'calendar_feed.revoked', feed.id, customer);
    });
  }

  /** What whoever knows the address reads: the visits of the last 90 days and all to come, cancelled ones as cancelled. @throws NotFound */
  async read(token: string): Promise<string> {
    const feed = await this.em.findOne(CalendarFeed, { tokenDigest: digestOf(token) });
    if (!feed) throw new NotFound('Calendar feed', 'unknown');
    const since = new Date(this.clock.now().getTime() - pastMs);
    const bookings = await this.em.find(
      Booking,
      { customer: feed.customer, startsAt: { $gte: since } },
      { populate: ['service', 'provider'], orderBy: { startsAt: 'desc', id: 'desc' }, limit: visitsAtMost },
    );
    return visitCalendar(bookings, name);
  }

  private record(actor: Actor, action: string, id: string, person: string): Promise<void> {
    return this.audit.record(actor, { action, object: { type: 'calendar_feed', id }, person });
  }
}

function customerOf(actor: Actor): string {
  const customer = customerScope(actor);
  if (!customer) throw new Forbidden('to be a customer');
  return customer;
}
