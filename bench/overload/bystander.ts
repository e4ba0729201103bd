// Somebody who has nothing to do with the load, in a process and at an address of their own: asks who they are and whether the program is
// alive, ten times a second each, and does not wait for one answer before asking again.
import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { figuresOf, type Figures } from './figures.js';

export interface BystanderAsked {
  address: string;
  token: string;
  localAddress: string;
}

export interface BystanderSeen {
  me: Figures;
  liveness: Figures;
  /** Answers to `GET /users/me` by status; 0 where there was none. */
  statuses: Record<number, number>;
}

const everyMs = 100;
let isOver = false;

process.on('message', (asked: BystanderAsked | 'stop') => {
  if (asked === 'stop') isOver = true;
  else void watch(asked).then((seen) => process.send!(seen, () => process.exit()));
});

async function watch({ address, token, localAddress }: BystanderAsked): Promise<BystanderSeen> {
  const agent = new Agent({ keepAlive: true, localAddress });
  const ask = (path: string, headers: Record<string, string>): Promise<{ status: number; ms: number }> =>
    new Promise((resolve) => {
      const since = performance.now();
      const tell = (status: number): void => resolve({ status, ms: performance.now() - since });
      get(new URL(path, address), { agent, headers }, (answer) =>
        answer.resume().once('close', () => tell(answer.statusCode!)),
      ).once('error', () => tell(0));
    });
  const [me, live]: Promise<{ status: number; ms: number }>[][] = [[], []];
  // The first request of a token is one of nobody known.
  await ask('/api/v1/users/me', { authorization: `Bearer ${token}` });
  process.send!('watching');
  while (!isOver) {
    me!.push(ask('/api/v1/users/me', { authorization: `Bearer ${token}` }));
    live!.push(ask('/health/liveness', {}));
    await wait(everyMs);
  }
  const answers = await Promise.all(me!);
  const statuses: Record<number, number> = {};
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  return {
    me: figuresOf(answers.map(({ ms }) => ms)),
    liveness: figuresOf((await Promise.all(live!)).map(({ ms }) => ms)),
    statuses,
  };
}
