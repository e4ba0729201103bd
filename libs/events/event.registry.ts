import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeclarationScan } from '#libs/discovery';
import { eventPublishers, type EventDefinition } from './event.js';

/** Which events there are. Domains declare them beside themselves; whoever shows them or hands them on knows none of the domains. */
@Injectable()
export class EventRegistry implements OnModuleInit {
  private readonly events = new Map<string, EventDefinition>();

  constructor(private readonly declared: DeclarationScan) {}

  onModuleInit(): void {
    for (const { definition } of this.declared.providers(eventPublishers))
      for (const event of definition) this.add(event);
  }

  /** By type. */
  all(): EventDefinition[] {
    return [...this.events.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
  }

  has(event: EventDefinition): boolean {
    return this.events.get(event.type) === event;
  }

  private add(event: EventDefinition): void {
    const { type } = event;
    if (this.events.has(type) && !this.has(event)) throw new Error(`Two events are named ${type}.`);
    this.events.set(type, event);
  }
}
