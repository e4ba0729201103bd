import { JobGrouping } from './job-grouping.js';

/** Writes when it is told to, and doubles what it is given. */
function writer() {
  const groups: number[][] = [];
  const open: (() => void)[] = [];
  const write = async (items: readonly number[]): Promise<number[]> => {
    groups.push([...items]);
    await new Promise<void>((resolve) => open.push(resolve));
    if (items.includes(13)) throw new Error('bad luck');
    if (items.includes(404)) throw new Error('away');
    return items.map((item) => item * 2);
  };
  /** Lets writes through, one after the other, until there are none. */
  const flow = async (): Promise<void> => {
    for (let idle = 0; idle < 5; idle++) {
      if (open.length > 0) idle = 0;
      open.shift()?.();
      await new Promise(setImmediate);
    }
  };
  return { groups, write, flow };
}
const isOfOne = (error: unknown): boolean => (error as Error).message === 'bad luck';

it('writes what comes in one turn together, what comes meanwhile with the next, and answers each its own', async () => {
  const { groups, write, flow } = writer();
  const grouping = new JobGrouping(write, 10, isOfOne);
  const first = [1, 2, 3].map((item) => grouping.add(item));
  await new Promise(setImmediate);
  const later = [4, 5].map((item) => grouping.add(item));
  await flow();
  expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10]);
  expect(groups).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

it('writes no more than so many together', async () => {
  const { groups, write, flow } = writer();
  const grouping = new JobGrouping(write, 2, isOfOne);
  const all = [1, 2, 3, 4, 5].map((item) => grouping.add(item));
  await flow();
  await Promise.all(all);
  expect(groups).toEqual([[1, 2], [3, 4], [5]]);
});

it('begins anew when all was written', async () => {
  const { groups, write, flow } = writer();
  const grouping = new JobGrouping(write, 10, isOfOne);
  for (const item of [1, 2]) {
    const answer = grouping.add(item);
    await flow();
    expect(await answer).toBe(item * 2);
  }
  expect(groups).toEqual([[1], [2]]);
});

it('refuses only the one that is at fault', async () => {
  const { write, flow } = writer();
  const grouping = new JobGrouping(write, 10, isOfOne);
  const all = Promise.allSettled([1, 13, 2].map((item) => grouping.add(item)));
  await flow();
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('refuses all when it is nobody of them', async () => {
  const { groups, write, flow } = writer();
  const grouping = new JobGrouping(write, 10, isOfOne);
  const all = Promise.allSettled([1, 404, 2].map((item) => grouping.add(item)));
  await flow();
  expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(groups).toEqual([[1, 404, 2]]);
});
