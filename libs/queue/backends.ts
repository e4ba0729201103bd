// What the queue runs on. The differences between the three are in this table, and nowhere else.
import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import type { Redis } from 'ioredis';
import { queueSchema, type OpenDatabase, type QueuePool } from '#libs/orm';
import { copiesOf, queueRedis, untilReady } from './queue-redis.js';

export type BackendName = 'redis' | 'postgres' | 'embedded';

export interface QueueSurroundings {
  redisUrl: string | undefined;
  database: OpenDatabase;
}

type Classes = Pick<ReturnType<typeof withBackend<never, unknown>>, 'Queue' | 'Worker'>;

/** A backend that is open: the classes of BullMQ bound to it, and what to connect them with. */
export interface OpenBackend {
  readonly name: BackendName;
  readonly classes: Classes;
  /** For those who add: fails soon while the backend is away. */
  readonly producer: unknown;
  /** Whether the producer can be used; rejects when it cannot. BullMQ itself would wait for as long as it takes. */
  ready(): Promise<void>;
  /** For those who work: waits until it is back. */
  readonly consumer: unknown;
  /** Makes room in its tables, where nobody else does. */
  vacuum(): Promise<void>;
  close(): Promise<void>;
}

const opening: Record<BackendName, (surroundings: QueueSurroundings) => OpenBackend> = {
  redis: ({ redisUrl }) => {
    const connections = {
      producer: queueRedis(redisUrl!, 'producer'),
      consumer: queueRedis(redisUrl!, 'consumer'),
    };
    const all: Redis[] = Object.values(connections);
    const copies = copiesOf(connections.consumer);
    return {
      name: 'redis',
      classes: withBackend(createRedisBackend) as unknown as Classes,
      ...connections,
      ready: () => untilReady(connections.producer),
      vacuum: async () => {},
      // Those that BullMQ makes of the consumer's, too: it leaves them to try for ever where Redis was never there.
      close: async () => {
        for (const redis of [...all, ...copies]) if (redis.status !== 'end') redis.disconnect();
      },
    };
  },
  postgres: ({ database }) => overPool('postgres', database.queuePool(), []),
  embedded: ({ database }) => overPool('embedded', database.queuePool(), ['job', 'event']),
};

/** @param swollen tables that grow with every job, and that no server vacuums by itself */
function overPool(name: BackendName, pool: QueuePool, swollen: readonly string[]): OpenBackend {
  return {
    name,
    producer: pool,
    consumer: pool,
    classes: withBackend(createPostgresBackend) as unknown as Classes,
    // What it is asked while the server is away fails by itself.
    ready: async () => {},
    vacuum: async () => {
      for (const table of swollen) await pool.query(`vacuum (analyze) ${queueSchema}.${table}`);
    },
    close: () => pool.end(),
  };
}

/** Redis where there is one, else the database that the program has anyway. */
export function openBackend(surroundings: QueueSurroundings): OpenBackend {
  const { redisUrl, database } = surroundings;
  return opening[redisUrl ? 'redis' : database.shared ? 'postgres' : 'embedded'](surroundings);
}
