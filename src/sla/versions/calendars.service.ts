import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import type { ExpectedVersions } from '#libs/http';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { City } from '../../catalogue/place.entity.js';
import { BusinessCalendar } from '../business-calendar.entity.js';
import { slaCalendarChanged } from '../sla.events.js';
import type { CreateCalendarInput, PublishCalendarInput } from './calendars.schemas.js';
import { VersionsService } from './versions.service.js';

@PublishesEvents(slaCalendarChanged)
@Injectable()
export class CalendarsService extends VersionsService<BusinessCalendar, CreateCalendarInput> {
  constructor(
    em: EntityManager,
    audit: AuditService,
    clock: Clock,
    private readonly events: EventOutbox,
  ) {
    super({ entity: BusinessCalendar, object: 'sla_calendar' }, em, audit, clock);
  }

  /** Time from then on is counted by it. @throws NotFound, SlaVersionNotDraft, SlaWindowInvalid, PreconditionFailed */
  publish(
    actor: Actor,
    number: number,
    { validFrom }: PublishCalendarInput,
    expected: ExpectedVersions,
  ): Promise<BusinessCalendar> {
    return this.publishing(actor, number, validFrom, expected, (calendar) => this.tell(calendar));
  }

  protected async columnsOf(em: EntityManager, { cityId, ...columns }: CreateCalendarInput) {
    if (cityId !== null && !(await em.findOne(City, { id: cityId }))) throw new NotFound('City', cityId);
    return { ...columns, city: cityId };
  }

  protected notFound(number: number) {
    return new NotFound('Business calendar', String(number));
  }

  protected forEverybody() {
    return { city: null, status: { $ne: 'draft' as const } };
  }

  protected tellRetired(calendar: BusinessCalendar): void {
    this.tell(calendar);
  }

  private tell({ number, cityId }: BusinessCalendar): void {
    this.events.publish(slaCalendarChanged, String(number), { number, cityId });
  }
}
