// What happens to an account, told to its owner.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { z } from 'zod';
import { ListensTo, type DomainEvent } from '#libs/events';
import type { JobRun } from '#libs/jobs';
import { EarlierContact } from '../customers/earlier-contact.entity.js';
import { accountSecurityNoticed } from '../sessions/account.events.js';
import { noticeKind, type NoticeName } from './notice-kinds.js';
import { NotificationsService } from './notifications.service.js';
import type { RecipientContacts } from './recipients.service.js';

type Data = z.output<(typeof accountSecurityNoticed)['data']>;

@Injectable()
export class SecurityListener {
  constructor(
    private readonly em: EntityManager,
    private readonly notifications: NotificationsService,
  ) {}

  @ListensTo({ name: 'notifications.account_security', to: [accountSecurityNoticed] })
  async securityNoticed(event: DomainEvent<Data>, run: JobRun): Promise<void> {
    const { kind, notice, earlierContactId } = event.data;
    const name = `${kind === 'customer' ? 'security' : 'staff'}.${notice}`;
    if (!noticeKind(name)) throw new Error(`Nobody has written what ${name} says.`);
    const to = { kind, id: event.aggregate.id };
    const addresses = notice === 'contact_changed' ? await this.earlier(earlierContactId) : undefined;
    run.atTheEnd(async (em) => {
      await this.notifications.tell({
        ...{ to, kind: name as NoticeName, change: event.id, addresses },
        facts: {} as never,
      });
      if (earlierContactId) await em.nativeDelete(EarlierContact, { id: earlierContactId });
    });
  }

  /** Nowhere, if nothing had been verified: what is there now is not known to be theirs. */
  private async earlier(id: string | null): Promise<RecipientContacts> {
    const contact = id ? await this.em.findOne(EarlierContact, { id }) : null;
    return { email: contact?.email ?? null, phone: contact?.phone ?? null };
  }
}
