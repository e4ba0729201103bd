import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { MessagePortStream } from './message-port-stream.js';

it('hears one answer a turn of the event loop, in their order, however many have come', async () => {
  const heard: { turn: number; said: string }[] = [];
  let turns = 0;
  const channels = Array.from({ length: 4 }, () => new MessageChannel());
  const streams = channels.map(({ port1 }) => new MessagePortStream(() => port1).connect());
  await Promise.all(
    streams.map((stream) => {
      stream.on('data', (bytes: Buffer) => heard.push({ turn: turns, said: bytes.toString() }));
      return once(stream, 'connect');
    }),
  );
  channels.forEach(({ port2 }, index) => port2.postMessage(Buffer.from(`answer ${index}`)));
  while (heard.length < 4) {
    await turn();
    turns++;
  }
  expect(heard.map(({ said }) => said)).toEqual(['answer 0', 'answer 1', 'answer 2', 'answer 3']);
  expect(new Set(heard.map((each) => each.turn)).size).toBe(4);
  for (const stream of streams) stream.destroy();
});
