import { Global, Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { DeliverJobs } from './deliver.jobs.js';
import { EventOutbox } from './event-outbox.js';
import { ListenerRegistry } from './listener.registry.js';
import { EventRelay } from './event-relay.js';

/** Needs the jobs (#libs/jobs), by which events are delivered. */
@Global()
@Module({
  imports: [DeclarationsModule],
  providers: [EventOutbox, ListenerRegistry, EventRelay, DeliverJobs],
  exports: [EventOutbox, ListenerRegistry],
})
export class EventsModule {}
