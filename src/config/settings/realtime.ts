// Event streams and sockets.
import { z } from 'zod';

export const realtimeSettings = {
  REALTIME_CONNECTIONS_PER_USER: z.coerce
    .number()
    .int()
    .positive()
    .default(10)
    .describe('Open event streams and sockets of one person, on each process.'),
  REALTIME_MESSAGES_PER_SECOND: z.coerce
    .number()
    .int()
    .positive()
    .default(20)
    .describe('Messages a second that a socket may send.'),
  REALTIME_HEARTBEAT_SECONDS: z.coerce
    .number()
    .positive()
    .default(15)
    .describe('An open connection is looked at this often: whether anybody is there, and may still follow.'),
  REALTIME_PATIENCE_SECONDS: z.coerce
    .number()
    .positive()
    .default(10)
    .describe('A client that takes nothing of what it follows for this long is cut.'),
  STREAM_DAYS: z.coerce
    .number()
    .int()
    .positive()
    .default(30)
    .describe('How long a client that was away can catch up: entries of streams are kept for this time.'),
};
