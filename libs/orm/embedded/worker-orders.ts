// What the two sides of the embedded server say to each other, beside what goes through the connections.
import type { MessagePort } from 'node:worker_threads';

/** Of `WebAssembly.Module`, whose types are those of browsers. */
type CompiledModule = never;

/** In a directory, or in memory: empty, or as `dump` says. */
export type WasmSource =
  | { directory: string }
  | {
      dump?: Uint8Array<ArrayBuffer>;
      /** Compiled before, which saves the time. */
      modules?: { pgliteWasmModule: CompiledModule; initdbWasmModule: CompiledModule };
    };

export interface ServerData {
  source: WasmSource;
  pulse: Int32Array;
}

export type WorkerOrder = { is: 'connect'; port: MessagePort } | { is: 'dump' } | { is: 'close' };

export type WorkerReport =
  { is: 'open' } | { is: 'failed'; reason: string } | { is: 'dump'; bytes: Uint8Array<ArrayBuffer> };
