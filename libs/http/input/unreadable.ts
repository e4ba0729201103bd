// What Node.js refuses before there is a request that could be answered through the framework.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { problemDocument, problemMediaType, statusProblem } from '../problem.js';
import { correlationHeader } from '../security-headers.js';

/** In which whoever was refused must have taken leave: closed while more is arriving, the connection would be reset and the answer lost. */
const leaveMs = 1_000;

type Headers = Readonly<Record<string, string>>;

/** Answers bytes that are no HTTP request, or one that took too long. @param headers that every answer carries */
export function refuseUnreadable(headers: Headers) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    if (isAnswered(socket)) return socket.destroySoon();
    const status =
      error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
    const answer = rawProblem(status, headers);
    const lines = Object.entries({ ...answer.headers, connection: 'close' }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${answer.body}`);
    // What is still to arrive of a request that took too long must not become one.
    if (status === 408) socket.destroySoon();
    else setTimeout(() => socket.destroy(), leaveMs).unref();
  };
}

/** Its request was refused before it was read, and one answer is enough: Node.js, where it answers by itself, looks at the same. */
function isAnswered(socket: Socket & { _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}

/** A request with an `expect` that is not `100-continue`. */
export function refuseExpectations(server: Server, headers: Headers): void {
  server.on('checkExpectation', (_request, response: ServerResponse) => {
    const answer = rawProblem(417, headers);
    response.writeHead(417, answer.headers).end(answer.body);
  });
}

function rawProblem(status: number, headers: Headers): { headers: Record<string, string>; body: string } {
  const id = randomUUID();
  const body = JSON.stringify(problemDocument(statusProblem(status), id));
  const own = {
    [correlationHeader]: id,
    'content-type': problemMediaType,
    'content-length': String(Buffer.byteLength(body)),
  };
  return { headers: { ...headers, ...own }, body };
}
