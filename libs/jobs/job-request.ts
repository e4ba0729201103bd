export interface JobOwner {
  readonly kind: 'customer' | 'staff' | 'system';
  readonly id: string;
}

export interface JobRequest {
  type: string;
  /** As the type's input takes it; it is parsed again when the job runs. */
  input: unknown;
  owner: JobOwner;
  /** What the owner may do: part of what decides whose result may serve as an answer. Only for types with such a cache. */
  permissions?: ReadonlySet<string>;
  /** 0 (whenever) … 9 (at once). Default 5. */
  priority?: number;
  /** Not before. Default now. */
  runAt?: Date;
  /** What has not begun by then is not done. */
  expiresAt?: Date;
  tags?: readonly string[];
  /** Of two with one key the later waits for the earlier to end. */
  sequenceKey?: string;
  /** There is never a second job with this key: asking again finds the first. At most 200 characters. */
  uniqueKey?: string;
  /** Another one of the type, owner and key that has not begun takes this input instead; for `runAt` the later counts. */
  debounceKey?: string;
  replayOf?: string;
  /** Never answered from the cache. */
  isFresh?: boolean;
}
