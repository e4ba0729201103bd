// Hears what the kinds tell of, and has whoever it concerns notified.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ListenerRegistry, type DomainEvent } from '#libs/events';
import type { JobRun } from '#libs/jobs';
import { NotificationKindRegistry, type NotificationListener } from '#libs/notifications';
import { NotificationsService } from './notifications.service.js';
import { RecipientsService } from './recipients.service.js';

@Injectable()
export class NotificationListeners implements OnModuleInit {
  constructor(
    private readonly kinds: NotificationKindRegistry,
    private readonly listeners: ListenerRegistry,
    private readonly recipients: RecipientsService,
    private readonly notifications: NotificationsService,
  ) {}

  onModuleInit(): void {
    for (const listener of this.kinds.listeners())
      this.listeners.add({
        definition: { name: listener.name, to: listener.to },
        hear: (event, run) => this.hear(listener, event, run),
      });
  }

  private async hear(listener: NotificationListener, event: DomainEvent, run: JobRun): Promise<void> {
    for (const notification of await listener.notificationsOf(event, run))
      for (const to of await this.recipients.concernedBy(notification))
        run.atTheEnd(
          async () => void (await this.notifications.notify({ ...notification, to, change: event.id })),
        );
  }
}
