// Who listens to what. Domains declare it beside themselves; the relay knows none of them.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { JobRun } from '#libs/jobs';
import { LISTENS, type DomainEvent, type ListenerDefinition } from './event.js';

export interface RegisteredListener {
  readonly definition: ListenerDefinition;
  readonly hear: (event: DomainEvent, run: JobRun) => Promise<void>;
}

@Injectable()
export class ListenerRegistry implements OnModuleInit {
  private readonly listeners = new Map<string, RegisteredListener>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (!instance || typeof instance !== 'object') continue;
      for (const key of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const method = (instance as Record<string, unknown>)[key];
        const definition =
          typeof method === 'function' &&
          (Reflect.getMetadata(LISTENS, method) as ListenerDefinition | undefined);
        if (!definition) continue;
        const { name } = definition;
        if (this.listeners.has(name)) throw new Error(`Two listeners are named ${name}.`);
        this.listeners.set(name, {
          definition,
          hear: (method as RegisteredListener['hear']).bind(instance),
        });
      }
    }
  }

  find(name: string): RegisteredListener | undefined {
    return this.listeners.get(name);
  }

  /** The names of those who listen to events of `type`. */
  namesFor(type: string): string[] {
    return [...this.listeners.values()]
      .filter(({ definition: { to } }) => to === 'all' || to.some((event) => event.type === type))
      .map(({ definition }) => definition.name);
  }
}
