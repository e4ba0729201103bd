import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { HoldsPersonalData, type PersonalDataSource, type PersonalSubject } from '#libs/personal-data';

/**
 * What was sent to other systems names things by their ids, and stays as it was signed. What those answered may say anything, also of the
 * person that the message was about: the beginnings that were kept of such answers go.
 */
@HoldsPersonalData('webhooks')
@Injectable()
export class WebhooksPersonalData implements PersonalDataSource {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /** Words of other systems, for those who look after the connection. */
  async export() {
    return null;
  }

  async erase(_: EntityManager, _person: string, theirs: readonly PersonalSubject[]): Promise<void> {
    await this.em.execute(forgetAnswers, [JSON.stringify(theirs)]);
  }
}

/** By the indexes of events (aggregate) and deliveries (endpoint, event). Parameter: the subjects as JSON. */
const forgetAnswers = `
  update webhook_attempts set excerpt = '', updated_at = now()
  where excerpt <> '' and delivery_id in (
    select delivery.id from json_to_recordset(?::json) as theirs (type text, id text)
    join outbox_events event on event.aggregate_type = theirs.type and event.aggregate_id = theirs.id
    cross join webhooks
    join webhook_deliveries delivery on delivery.webhook_id = webhooks.id and delivery.event_id = event.id)`;
