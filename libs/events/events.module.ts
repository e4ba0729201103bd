import { Global, Module } from '@nestjs/common';
import { DeclaredMethodsModule } from '#libs/discovery';
import { DeliverJobs } from './deliver.jobs.js';
import { Events } from './events.js';
import { ListenerRegistry } from './listener.registry.js';
import { Relay } from './relay.js';

/** Needs the jobs (#libs/jobs), by which events are delivered. */
@Global()
@Module({
  imports: [DeclaredMethodsModule],
  providers: [Events, ListenerRegistry, Relay, DeliverJobs],
  exports: [Events],
})
export class EventsModule {}
