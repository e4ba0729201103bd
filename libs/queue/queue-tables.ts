import { runMigrations } from 'bullmq';
import { queueSchema, type QueuePool } from '#libs/orm';

/** Makes the tables of the queue, or brings them up to date. Several may ask at once. */
export async function prepareQueueTables(pool: QueuePool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client, queueSchema);
  } finally {
    client.release();
    await pool.end();
  }
}
