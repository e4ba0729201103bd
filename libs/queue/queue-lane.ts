// A line of ids that are to be looked at, on BullMQ. It knows who is at which, and gives what a dead process had to another one; what an id
// means, and whether there is still anything to do, its reader knows.
import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Queue, Worker } from 'bullmq';
import type { OpenBackend } from './backends.js';

/** A worker that has died is noticed after at most the sum of both. A process whose event loop stands still for longer loses its work, too. */
const lockMs = 2_000;
const stalledCheckMs = 1_000;
/** After an error of the backend. */
const tryAgainMs = 250;
/** For taking leave of the backend. One that is away would be waited for. */
const leaveMs = 1_000;
/** The history of the queue is not read by anybody. */
const eventsKept = 100;
/** Of everything the product keeps in Redis. The braces keep it on one node of a cluster. */
const prefix = '{desk}';

export interface LaneDelivery {
  readonly id: string;
  /** Somebody has had it before, and was lost: or was only taken for lost, and is still at it. */
  readonly isRepeated: boolean;
}

/** What is done about a delivery. It settles everything by itself: an error is only logged. */
export type HandleDelivery = (delivery: LaneDelivery) => Promise<void>;

export class QueueLane {
  private readonly logger = new Logger('Queue');
  private readonly queue: Queue;
  private worker: Worker | undefined;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    readonly name: string,
    private readonly backend: OpenBackend,
  ) {
    this.queue = new backend.classes.Queue(name, {
      connection: backend.producer,
      prefix,
      skipVersionCheck: true,
      streams: { events: { maxLen: eventsKept } },
    }) as unknown as Queue;
    this.queue.on('error', (error) => this.tell(error));
  }

  /**
   * Each id once, however often it is added, as long as it is in the line or somebody is at it. Not to be waited for in a transaction.
   * An id is any text but a whole number.
   * @param where `front`: before all that waits, in their order
   * @throws Error when the backend is away
   */
  async add(ids: readonly string[], where: 'front' | 'back' = 'back'): Promise<void> {
    if (ids.length === 0) return;
    await this.backend.ready();
    const lifo = where === 'front';
    const opts = { attempts: 1, removeOnComplete: true, removeOnFail: true, lifo };
    const inOrder = lifo ? ids.toReversed() : ids;
    await this.queue.addBulk(inOrder.map((id) => ({ name: 'job', data: {}, opts: { ...opts, jobId: id } })));
  }

  /** Those that nobody is at. @throws Error when the backend is away */
  async waiting(): Promise<number> {
    await this.backend.ready();
    return this.queue.getWaitingCount();
  }

  /** Begins to take deliveries, at most `concurrency` at once; where the backend is away, when it is back. */
  work(concurrency: number, handle: HandleDelivery): void {
    this.worker = new this.backend.classes.Worker(
      this.name,
      async (job: { id?: string; attemptsStarted: number }) => {
        const handled = this.handled({ id: job.id!, isRepeated: job.attemptsStarted > 1 }, handle);
        this.underWay.add(handled);
        await handled;
        this.underWay.delete(handled);
      },
      {
        connection: this.backend.consumer,
        prefix,
        concurrency,
        skipVersionCheck: true,
        lockDuration: lockMs,
        stalledInterval: stalledCheckMs,
        runRetryDelay: tryAgainMs,
        // How often somebody may be lost with it is not for the queue to say.
        maxStalledCount: 1_000_000,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
    ) as unknown as Worker;
    this.worker.on('error', (error) => this.tell(error));
  }

  private async handled(delivery: LaneDelivery, handle: HandleDelivery): Promise<void> {
    try {
      await handle(delivery);
    } catch (error) {
      this.logger.error({ err: error, lane: this.name }, 'a delivery was not handled');
    }
  }

  /** Takes no more deliveries, and waits for those under way. */
  async stopWorking(): Promise<void> {
    const { worker } = this;
    if (!worker) return;
    this.worker = undefined;
    const closed = worker.close().then(() => true);
    // One more may have been on its way.
    do {
      await Promise.all(this.underWay);
    } while (!(await Promise.race([closed, wait(leaveMs, false, { ref: false })])) && this.underWay.size > 0);
  }

  async close(): Promise<void> {
    await this.stopWorking();
    await Promise.race([this.queue.close(), wait(leaveMs, undefined, { ref: false })]);
  }

  /** Of a backend that is away there is one message a connection, not one a command. */
  private tell(error: Error): void {
    this.logger.debug?.({ err: error, lane: this.name }, 'the queue failed');
  }
}
