// How large a document may be. What a thread may take is there so that a hostile one costs a refusal, and no more.
import type { ReadingLimits } from './reading/orders.js';

export interface DocumentLimits extends ReadingLimits {
  /** Of the file. */
  bytes: number;
  seconds: number;
  /** Of the thread: its heap, and in all with what lies outside of it (buffers, what is unpacked). Megabytes. */
  heapMb: number;
  memoryMb: number;
}

/** A thousand pages of dense text are three million characters: what is longer than these is a library, to be added book by book. */
export const documentLimits: DocumentLimits = {
  bytes: 20 * 1024 * 1024,
  pages: 1_000,
  characters: 1_500_000,
  entries: 2_000,
  inflatedBytes: 100 * 1024 * 1024,
  depth: 400,
  seconds: 60,
  heapMb: 384,
  memoryMb: 768,
};
