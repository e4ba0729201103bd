import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DeliverJobs } from './deliver.jobs.js';
import { Events } from './events.js';
import { ListenerRegistry } from './listener.registry.js';
import { Relay } from './relay.js';

/** Needs the jobs (#libs/jobs), by which events are delivered. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [Events, ListenerRegistry, Relay, DeliverJobs],
  exports: [Events],
})
export class EventsModule {}
