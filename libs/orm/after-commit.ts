import { AsyncLocalStorage } from 'node:async_hooks';

type Work = () => unknown;

const waiting = new AsyncLocalStorage<Work[]>();

/**
 * What a use case does when its transaction is through: telling caches, other processes, a person. Called after the transaction of
 * the use case; runs at once, unless that was part of a larger one (see {@link asOneTransaction}): then when that is committed, and
 * not at all when it is given up.
 */
export async function afterCommit(work: Work): Promise<void> {
  const list = waiting.getStore();
  if (list) list.push(work);
  else await work();
}

/** Runs `transaction`, which must be one, and then what was left for after its commit. */
export async function asOneTransaction<Result>(transaction: () => Promise<Result>): Promise<Result> {
  const list: Work[] = [];
  const result = await waiting.run(list, transaction);
  for (const work of list) await work();
  return result;
}
