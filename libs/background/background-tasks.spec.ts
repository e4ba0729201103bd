import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import { currentRequest, runInRequest } from '#libs/observability';
import { BackgroundTasks } from './background-tasks.js';

let background: BackgroundTasks;
const lines: unknown[] = [];
const keep = (line: unknown) => void lines.push(line);
beforeAll(() => Logger.overrideLogger({ log: keep, warn: keep, error: keep }));
beforeEach(() => {
  background = new BackgroundTasks();
  lines.length = 0;
});

/** Work that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { work: () => promise, release: resolve };
}

it('does the work after its caller has gone on, and is idle when it is done', async () => {
  const done: string[] = [];
  background.run('test', async () => void done.push('work'));
  done.push('caller');
  await background.idle();
  expect(done).toEqual(['caller', 'work']);
});

it('tries again as often as it is told, and never throws', async () => {
  let tries = 0;
  const fail = async () => {
    tries++;
    throw new Error('away');
  };
  background.run('test', fail, { retryAfterMs: [0, 0] });
  await background.idle();
  expect(tries).toBe(3);
  expect(lines).toHaveLength(3);
});

it('stops trying once it has worked', async () => {
  let tries = 0;
  const recover = async () => {
    if (++tries < 2) throw new Error('away');
  };
  background.run('test', recover, { retryAfterMs: [0, 0, 0] });
  await background.idle();
  expect(tries).toBe(2);
});

it('does other work between the tries of what cannot be done now', async () => {
  const away = () => Promise.reject(new Error('away'));
  for (let number = 0; number < 10; number++) background.run('mail', away, { retryAfterMs: [3_600_000] });
  const { promise, resolve } = Promise.withResolvers<string>();
  background.run('other', async () => resolve('done'));
  expect(await promise).toBe('done');
  await background.beforeApplicationShutdown();
});

it.each([undefined, null, 'a text', 42, Symbol('a symbol'), { stack: 7 }])(
  'goes on when %p was thrown, which says nothing',
  async (thrown) => {
    let isDone = false;
    background.run('test', () => Promise.reject(thrown));
    background.run('test', async () => void (isDone = true));
    await background.idle();
    expect([isDone, lines.length]).toEqual([true, 1]);
  },
);

it('keeps out of the log what errors say', async () => {
  const refusal = Object.assign(new Error('550 no such user <canary@example.com>'), { responseCode: 550 });
  background.run('mail', () => Promise.reject(refusal));
  await background.idle();
  expect(JSON.stringify(lines)).not.toContain('canary');
  expect(lines).toEqual([expect.objectContaining({ task: 'mail', responseCode: 550 })]);
});

it('does a few things at once, keeps a bounded number waiting, and drops what comes on top', async () => {
  const { work, release } = held();
  let done = 0;
  const each = async () => {
    await work();
    done++;
  };
  for (let number = 0; number < 1_010; number++) background.run('test', each);
  expect(lines).toHaveLength(1_010 - 1_000);
  release();
  await background.idle();
  expect(done).toBe(1_000);
});

it('belongs to the request that asked for it, however long it waits', async () => {
  const { work, release } = held();
  const seen: (string | undefined)[] = [];
  for (let number = 0; number < 6; number++) {
    runInRequest({ correlationId: `request ${number}` }, () =>
      background.run('test', async () => {
        await work();
        seen.push(currentRequest()?.correlationId);
      }),
    );
  }
  release();
  await background.idle();
  expect(seen.sort()).toEqual([0, 1, 2, 3, 4, 5].map((number) => `request ${number}`));
});

it('is no part of the transaction, or any other context, that its caller is in', async () => {
  const context = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  context.run('a transaction', () => background.run('test', async () => void seen.push(context.getStore())));
  await background.idle();
  expect(seen).toEqual([undefined]);
});

it('makes the last try at once when the process is to end', async () => {
  let tries = 0;
  const fail = async () => {
    tries++;
    throw new Error('away');
  };
  background.run('test', fail, { retryAfterMs: [3_600_000, 3_600_000] });
  const done = background.idle();
  await new Promise(setImmediate); // it has failed, and pauses
  await background.beforeApplicationShutdown();
  await done;
  expect(tries).toBe(2);
});
