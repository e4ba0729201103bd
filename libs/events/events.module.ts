import { Global, Module } from '@nestjs/common';
import { DeclaredMethodsModule } from '#libs/discovery';
import { DeliverJobs } from './deliver.jobs.js';
import { EventOutbox } from './event-outbox.js';
import { ListenerRegistry } from './listener.registry.js';
import { EventRelay } from './event-relay.js';

/** Needs the jobs (#libs/jobs), by which events are delivered. */
@Global()
@Module({
  imports: [DeclaredMethodsModule],
  providers: [EventOutbox, ListenerRegistry, EventRelay, DeliverJobs],
  exports: [EventOutbox],
})
export class EventsModule {}
