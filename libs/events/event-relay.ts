// Hands events on to those who listen: for each of them a job, in the transaction that marks the event as handed on. The jobs of one listener
// about one aggregate run one after the other, so that it hears things in their order; a listener that cannot keep up holds up nobody else.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ENGINE_OPTIONS, JobQueue, type EngineOptions } from '#libs/jobs';
import { OPEN_DATABASE, tryLockFor, type OpenDatabase } from '#libs/orm';
import { Clock } from '#libs/time';
import { deliverEvent } from './deliver.jobs.js';
import { ListenerRegistry } from './listener.registry.js';

const most = 100;
/** A signal may be missed. */
const lookAgainMs = 1_000;

interface Waiting {
  id: string;
  type: string;
  aggregate_type: string;
  aggregate_id: string;
}

@Injectable()
export class EventRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Events');
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => Promise<void>) | undefined;
  private relaying: Promise<void> | undefined;
  private isAsked = false;

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    @Inject(ENGINE_OPTIONS) private readonly options: EngineOptions,
    private readonly jobs: JobQueue,
    private readonly listeners: ListenerRegistry,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.options.isWorking) return;
    this.stopListening = await this.database.signals.listen('outbox', () => this.wake());
    this.timer = setInterval(() => this.wake(), lookAgainMs).unref();
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.stopListening?.();
    await this.relaying;
  }

  /** One process at a time. @returns how many events were handed on */
  async relay(): Promise<number> {
    return this.em.fork().transactional(async (em) => {
      const sql = em as SqlEntityManager;
      if (!(await tryLockFor(em, 'events.relay'))) return 0;
      const events = await sql.execute<Waiting[]>(
        `select id, type, aggregate_type, aggregate_id from outbox_events
         where relayed_at is null order by position limit ?`,
        [most],
      );
      if (events.length === 0) return 0;
      const deliveries = events.flatMap((event) =>
        this.listeners.namesFor(event.type).map((listener) => ({
          type: deliverEvent,
          input: { eventId: event.id, listener },
          owner: { kind: 'system' as const, id: listener },
          uniqueKey: `event:${event.id}:${listener}`,
          sequenceKey: `${listener}:${event.aggregate_type}:${event.aggregate_id}`,
        })),
      );
      if (deliveries.length > 0) await this.jobs.enqueueAll(deliveries);
      await sql.execute(
        `update outbox_events set relayed_at = ? where id in (select value::uuid from json_array_elements_text(?::json))`,
        [this.clock.now(), JSON.stringify(events.map(({ id }) => id))],
      );
      return events.length;
    });
  }

  private wake(): void {
    this.isAsked = true;
    this.relaying ??= this.relayAll().finally(() => (this.relaying = undefined));
  }

  private async relayAll(): Promise<void> {
    try {
      while (this.isAsked) {
        this.isAsked = false;
        while ((await this.relay()) === most);
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'events wait');
    }
  }
}
