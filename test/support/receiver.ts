// A server of somebody else, on this machine: it keeps what it was sent, and answers as the test says.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}
export type Reply = (response: ServerResponse, received: Received) => void;

export const replies = {
  status:
    (status: number, headers: Record<string, string> = {}, body = ''): Reply =>
    (response) =>
      void response.writeHead(status, headers).end(body),
  redirect: (location: string, status = 302) => replies.status(status, { location }),
  /** Takes the request, and says nothing. */
  silence: (() => {}) as Reply,
  /** Ends the connection without an answer. */
  hangUp: ((response) => void response.destroy()) as Reply,
  /** Says that it goes well, and then a byte every now and then, for as long as somebody listens. */
  drip:
    (everyMs = 20): Reply =>
    (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), everyMs);
      response.on('close', () => clearInterval(timer));
    },
  /** Says how it is, and then less than it has announced before it hangs up. */
  breakOff:
    (status = 200, text = 'so far'): Reply =>
    (response) => {
      response.writeHead(status, { 'content-length': 1_000 });
      response.write(text, () => response.destroy());
    },
  /** Writes for as long as somebody reads. */
  flood: ((response) => {
    response.writeHead(200);
    const chunk = 'x'.repeat(16_384);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  }) as Reply,
};

export async function startReceiver(host = '127.0.0.1', port = 0) {
  const received: Received[] = [];
  const next: Reply[] = [];
  let usual: Reply = replies.status(204);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    const one = { method, path, headers, body: Buffer.concat(chunks).toString() };
    received.push(one);
    (next.shift() ?? usual)(response, one);
  });
  let connections = 0;
  server.on('connection', () => (connections += 1));
  await once(server.listen(port, host), 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    port: taken,
    url: `http://${host}:${taken}`,
    /** In the order in which they came. */
    received,
    connections: () => connections,
    /** How the coming requests are answered, one each, before the usual answer is given again. */
    answer: (...some: Reply[]) => void next.push(...some),
    answerAlways: (reply: Reply) => void (usual = reply),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
