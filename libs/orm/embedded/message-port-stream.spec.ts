import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { MessagePortStream } from './message-port-stream.js';

it('hears a few answers a turn of the event loop, in their order, however many have come', async () => {
  const heard: { turn: number; said: string }[] = [];
  let turns = 0;
  const channels = Array.from({ length: 12 }, () => new MessageChannel());
  const streams = channels.map(({ port1 }) => new MessagePortStream(() => port1).connect());
  await Promise.all(
    streams.map((stream) => {
      stream.on('data', (bytes: Buffer) => heard.push({ turn: turns, said: bytes.toString() }));
      return once(stream, 'connect');
    }),
  );
  channels.forEach(({ port2 }, index) => port2.postMessage(Buffer.from(`answer ${index}`)));
  while (heard.length < 12) {
    await turn();
    turns++;
  }
  expect(heard.map(({ said }) => said)).toEqual(channels.map((_, index) => `answer ${index}`));
  const perTurn = Map.groupBy(heard, (each) => each.turn);
  for (const together of perTurn.values()) expect(together.length).toBeLessThanOrEqual(4);
  for (const stream of streams) stream.destroy();
});
