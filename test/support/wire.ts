// A wire to a server, which a test can cut and mend.
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  /** The server's address, through the wire. */
  url: string;
  /** Ends what is connected, and refuses everybody until it is mended. */
  cut(): void;
  mend(): Promise<void>;
  /** Ends a connection when `text` is sent over it, so often. */
  cutAt(text: string, times: number): void;
  /** Swallows everything until it thaws: what is sent, and who connects, gets no answer. */
  freeze(): void;
  thaw(): void;
  remove(): void;
}

/** Cut at first. */
export async function wireTo(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let trap = { text: '', times: 0 };
  let isFrozen = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.on('data', (data) => {
      if (trap.times === 0 || !data.includes(trap.text)) return void far.write(data);
      trap.times -= 1;
      near.destroy();
    });
    far.on('data', (data) => near.write(data));
    if (isFrozen) for (const one of [near, far]) one.pause();
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve) => server.listen(at, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port: own } = server.address() as { port: number };
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(own);
  const cut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  cut();
  return {
    url: url.href,
    cut,
    mend: () => listen(own),
    cutAt: (text, times) => (trap = { text, times }),
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    remove: () => server.listening && cut(),
  };
}
