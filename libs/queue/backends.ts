// What the queue runs on. The differences between the three are in this table, and nowhere else.
import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import type { Redis } from 'ioredis';
import type { OpenDatabase, QueuePool } from '#libs/orm';
import { queueRedis } from './queue-redis.js';

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
  /** For those who add: fails at once while the backend is away. */
  readonly producer: unknown;
  /** For those who work: waits until it is back. */
  readonly consumer: unknown;
  close(): Promise<void>;
}

const opening: Record<BackendName, (surroundings: QueueSurroundings) => OpenBackend> = {
  redis: ({ redisUrl }) => {
    const connections = {
      producer: queueRedis(redisUrl!, 'producer'),
      consumer: queueRedis(redisUrl!, 'consumer'),
    };
    const all: Redis[] = Object.values(connections);
    return {
      ...{ name: 'redis', classes: withBackend(createRedisBackend) as unknown as Classes, ...connections },
      close: async () => all.forEach((redis) => redis.disconnect()),
    };
  },
  postgres: ({ database }) => overPool('postgres', database.queuePool()),
  embedded: ({ database }) => overPool('embedded', database.queuePool()),
};

function overPool(name: BackendName, pool: QueuePool): OpenBackend {
  return {
    ...{ name, producer: pool, consumer: pool },
    classes: withBackend(createPostgresBackend) as unknown as Classes,
    close: () => pool.end(),
  };
}

/** Redis where there is one, else the database that the program has anyway. */
export function openBackend(surroundings: QueueSurroundings): OpenBackend {
  const { redisUrl, database } = surroundings;
  return opening[redisUrl ? 'redis' : database.shared ? 'postgres' : 'embedded'](surroundings);
}
