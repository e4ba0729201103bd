// One mail a day, of what was left to it.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '#libs/orm';
import { Clock, localDate } from '#libs/time';
import { DeliveryRequests } from './delivery-requests.js';
import { NotificationDelivery } from '../notification.entity.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { nextHour } from '../preferences/quiet-hours.js';
import type { NotifiedPerson } from '#libs/notifications';

const batch = 200;

@Injectable()
export class DigestsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly preferences: PreferencesService,
    private readonly requests: DeliveryRequests,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes those that are due, one person a transaction. Two runs at once make each of them once.
   * @returns how many were made
   */
  async makeDue(signal: AbortSignal): Promise<number> {
    let made = 0;
    for (;;) {
      const people = await this.due();
      for (const person of people) {
        if (signal.aborted) return made;
        if (await this.make(person)) made++;
      }
      if (people.length < batch) return made;
    }
  }

  private async due(): Promise<NotifiedPerson[]> {
    const rows = await this.em.execute<{ person_kind: NotifiedPerson['kind']; person_id: string }[]>(
      `select distinct person_kind, person_id from notification_deliveries
       where status = 'digested' and digest_id is null and not_before <= ? limit ?`,
      [this.clock.now(), batch],
    );
    return rows.map(({ person_kind: kind, person_id: id }) => ({ kind, id }));
  }

  /** Of the day on which it leaves there is one, whatever hours they have chosen since: what comes too late for it waits for the next. */
  private async make({ kind, id }: NotifiedPerson): Promise<boolean> {
    const now = this.clock.now();
    const { timeZone, digestHour } = await this.preferences.preferencesOf({ kind, id });
    return this.em.transactional(async (em) => {
      const sql = em as SqlEntityManager;
      const [digest] = await sql.execute<{ id: string }[]>(
        `insert into notification_digests (id, person_kind, person_id, day, created_at, updated_at) values (?, ?, ?, ?, ?, ?)
         on conflict (person_id, person_kind, day) do nothing returning id`,
        [newId(), kind, id, localDate(now, timeZone), now, now],
      );
      const due = {
        personId: id,
        personKind: kind,
        status: 'digested',
        digest: null,
        notBefore: { $lte: now },
      } as const;
      if (!digest) {
        const notBefore = nextHour(now, digestHour ?? 0, timeZone);
        await em.nativeUpdate(NotificationDelivery, due, { notBefore });
        return false;
      }
      await em.nativeUpdate(NotificationDelivery, due, { digest: digest.id });
      const delivery = em.create(NotificationDelivery, {
        personKind: kind,
        personId: id,
        digest: digest.id,
        isDigest: true,
        createdAt: now,
        channel: 'email',
        status: 'pending',
      });
      await em.flush();
      await this.requests.add([delivery]);
      return true;
    });
  }
}
