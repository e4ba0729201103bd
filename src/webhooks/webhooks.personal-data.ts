import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { EventOutbox } from '#libs/events';
import { HoldsPersonalData, type PersonalDataSource, type PersonalSubject } from '#libs/personal-data';

/**
 * What was sent to other systems names things by their ids, and stays as it was signed. What those answered may say anything, also of the
 * person that the message was about: the beginnings that were kept of such answers go.
 */
@HoldsPersonalData('webhooks')
@Injectable()
export class WebhooksPersonalData implements PersonalDataSource {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly events: EventOutbox,
  ) {}

  /** Words of other systems, for those who look after the connection. */
  async export() {
    return null;
  }

  async erase(_: EntityManager, _person: string, theirs: readonly PersonalSubject[]): Promise<void> {
    const events = await this.events.idsAbout(theirs);
    await this.em.execute(forgetAnswers, [JSON.stringify(events)]);
  }
}

/** By the index of deliveries (endpoint, event). Parameter: ids of events as JSON. */
const forgetAnswers = `
  update webhook_attempts set excerpt = '', updated_at = now()
  where excerpt <> '' and delivery_id in (
    select delivery.id from json_array_elements_text(?::json) as event (id)
    cross join webhooks
    join webhook_deliveries delivery on delivery.webhook_id = webhooks.id and delivery.event_id = event.id::uuid)`;
