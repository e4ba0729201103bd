// Who listens to what. Domains declare it beside themselves; the relay knows none of them.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeclarationScan } from '#libs/discovery';
import type { JobRun } from '#libs/jobs';
import { declaredListeners, type DomainEvent, type ListenerDefinition } from './event.js';

export interface RegisteredListener {
  readonly definition: ListenerDefinition;
  readonly hear: (event: DomainEvent, run: JobRun) => Promise<void>;
}

@Injectable()
export class ListenerRegistry implements OnModuleInit {
  private readonly listeners = new Map<string, RegisteredListener>();

  constructor(private readonly declared: DeclarationScan) {}

  onModuleInit(): void {
    for (const { definition, call } of this.declared.methods(declaredListeners))
      this.add({ definition, hear: call as unknown as RegisteredListener['hear'] });
  }

  /** For what becomes a listener by another declaration; before the program is up (`onModuleInit`), when the relay begins. @throws Error when the name is taken */
  add(listener: RegisteredListener): void {
    const { name } = listener.definition;
    if (this.listeners.has(name)) throw new Error(`Two listeners are named ${name}.`);
    this.listeners.set(name, listener);
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
