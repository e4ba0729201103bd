// Which kinds of notifications there are, and of which events they tell. Domains declare them beside themselves; whoever brings them to people
// knows none of the domains.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeclarationScan } from '#libs/discovery';
import type { DomainEvent, EventDefinition } from '#libs/events';
import type { JobRun } from '#libs/jobs';
import type { NotificationKind } from './notification-kind.js';
import { notifiers, type NewNotification, type NotifierDefinition } from './notifies.js';

type Notify = (event: DomainEvent, run: JobRun) => Promise<NewNotification | null> | NewNotification | null;

/** What one listener hears, and what follows from it. */
export interface NotificationListener {
  readonly name: string;
  readonly to: readonly EventDefinition[];
  readonly notificationsOf: (event: DomainEvent, run: JobRun) => Promise<NewNotification[]>;
}

@Injectable()
export class NotificationKindRegistry implements OnModuleInit {
  private kinds: ReadonlyMap<string, NotificationKind> = new Map();
  private found: { definition: NotifierDefinition; notify: Notify }[] = [];

  constructor(private readonly declared: DeclarationScan) {}

  onModuleInit(): void {
    this.found = this.declared
      .methods(notifiers)
      .map(({ definition, call }) => ({ definition, notify: call as unknown as Notify }));
    const kinds = new Map<string, NotificationKind>();
    for (const kind of this.found.flatMap(({ definition }) => definition.kinds)) {
      if ((kinds.get(kind.name) ?? kind) !== kind)
        throw new Error(`Two notification kinds are named ${kind.name}.`);
      kinds.set(kind.name, kind);
    }
    this.kinds = new Map([...kinds].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** By name. */
  all(): NotificationKind[] {
    return [...this.kinds.values()];
  }

  /** Undefined of a kind that is no more, or never was. */
  find(name: string): NotificationKind | undefined {
    return this.kinds.get(name);
  }

  listeners(): NotificationListener[] {
    const byName = Map.groupBy(this.found, ({ definition }) => definition.listener);
    return [...byName].map(([name, members]) => ({
      name,
      to: members.map(({ definition }) => definition.on),
      notificationsOf: async (event, run) => {
        const notifications: NewNotification[] = [];
        for (const { definition, notify } of members) {
          const notification = definition.on.type === event.type ? await notify(event, run) : null;
          if (notification) notifications.push(declaredBy(definition, notification));
        }
        return notifications;
      },
    }));
  }
}

/** One that was not declared would be among nobody's preferences. */
function declaredBy({ listener, kinds }: NotifierDefinition, notification: NewNotification): NewNotification {
  if (kinds.includes(notification.kind)) return notification;
  throw new Error(`${listener} has not declared the kind ${notification.kind.name}.`);
}
