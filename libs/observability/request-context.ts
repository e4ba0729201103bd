import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of the request (or job) that the running code belongs to. */
export interface RequestFacts {
  readonly correlationId: string;
  /** Where it came from: address and program of the caller. Personal data: never logged as they are. */
  readonly address?: string;
  readonly userAgent?: string;
}

const storage = new AsyncLocalStorage<RequestFacts>();

/** Runs `work`, and everything it starts, as part of the request that `facts` describe. */
export function runInRequest<Result>(facts: RequestFacts, work: () => Result): Result {
  return storage.run(facts, work);
}

/** Undefined outside of any request. */
export function currentRequest(): RequestFacts | undefined {
  return storage.getStore();
}
