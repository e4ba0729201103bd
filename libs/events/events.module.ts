import { Global, Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { DeliverJobs } from './deliver.jobs.js';
import { EventOutbox } from './event-outbox.js';
import { EventRegistry } from './event.registry.js';
import { ListenerRegistry } from './listener.registry.js';
import { EventRelay } from './event-relay.js';

/** Needs the jobs (#libs/jobs), by which events are delivered. */
@Global()
@Module({
  imports: [DeclarationsModule],
  providers: [EventOutbox, EventRegistry, ListenerRegistry, EventRelay, DeliverJobs],
  exports: [EventOutbox, EventRegistry, ListenerRegistry],
})
export class EventsModule {}
