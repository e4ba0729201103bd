// What Node.js lets pass although a request must not have it (RFC 9112, sections 2.3, 3 and 3.2): whoever stands before us may have understood it
// in another way than we do.
import type { IncomingMessage } from 'node:http';
import { statusProblem, type Problem } from './problem.js';

/** Headers of which Node.js keeps the first and drops the others without a word, by their length: most others need no closer look. */
const single = new Map(['host', 'authorization', 'content-type'].map((name) => [name.length, name]));
/** A name or an address, and a port. Empty where the address that is asked for has none. */
const hostForm = /^(?:[\w.~-]+|\[[\da-f:.]+\])?(?::\d{0,5})?$/i;

/** Undefined for a request that is as it should be. Where it is not certain what belongs to it, the connection ends with the refusal. */
export function requestFault(request: IncomingMessage): Problem | undefined {
  const { httpVersion, headers } = request;
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    return fault(httpVersion === '0.9' ? 400 : 505, 'Requests are to be made in HTTP/1.1.');
  const repeated = repeatedHeader(request.rawHeaders);
  if (repeated) return fault(400, `The header ${repeated} must come once.`);
  if (!hostForm.test(headers.host ?? '') || (headers.host === undefined && httpVersion === '1.1'))
    return fault(400, 'The header host must name the host, and nothing else.');
  if ((headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked')
    return fault(400, 'The only transfer coding that is known here is chunked.');
  return isQueryReadable(request.url!)
    ? undefined
    : { ...statusProblem(400), detail: 'The query string is not percent-encoded UTF-8.' };
}

function fault(status: number, detail: string): Problem {
  return { ...statusProblem(status), detail, headers: { connection: 'close' } };
}

/** @param raw names and values in turn */
function repeatedHeader(raw: readonly string[]): string | undefined {
  const seen: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const name = single.get(raw[at]!.length);
    if (name === undefined || raw[at]!.toLowerCase() !== name) continue;
    if (seen.includes(name)) return name;
    seen.push(name);
  }
  return undefined;
}

/** The parser of queries takes what it cannot decode as it stands. Paths are looked at by the router. */
function isQueryReadable(url: string): boolean {
  const start = url.indexOf('?');
  if (start < 0 || !url.includes('%', start)) return true;
  try {
    decodeURIComponent(url.slice(start));
    return true;
  } catch {
    return false;
  }
}
