import { Injectable } from '@nestjs/common';
import { ListensTo, type DomainEvent } from '#libs/events';
import type { JobRun } from '#libs/jobs';
import { DeliveriesService } from './deliveries.service.js';
import { EventTypesService } from './event-types.service.js';

@Injectable()
export class WebhooksListener {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly eventTypes: EventTypesService,
  ) {}

  @ListensTo({ name: 'webhooks.make_deliveries', to: 'all' })
  hear(event: DomainEvent, run: JobRun): void {
    if (this.eventTypes.isPublic(event.type)) run.atTheEnd((em) => this.deliveries.make(em, event));
  }
}
