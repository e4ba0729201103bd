// The part of autocannon that is used here; it brings no types of its own.
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Options {
    url: string;
    headers?: Record<string, string>;
    connections: number;
    /** Requests under way over each connection. */
    pipelining?: number;
    /** Seconds. */
    duration: number;
    /** Requests a second, over all connections. */
    overallRate?: number;
  }

  interface Result {
    '2xx': number;
    non2xx: number;
    errors: number;
    /** Seconds. */
    duration: number;
  }

  export default function autocannon(options: Options): EventEmitter & Promise<Result>;
}
