import { fetch as ask, type Agent } from 'undici';
import { AnswerTooLong, outboundError, RedirectRefused } from './errors.js';

export type BoundFetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

const isRedirect = (status: number): boolean => status >= 300 && status < 400 && status !== 304;

/** @param check throws where nothing may be sent */
export function fetchThrough(agent: Agent, check: (url: string) => URL, mostBytes: number): BoundFetch {
  return async (url, init = {}) => {
    const { method, headers, body, signal } = init;
    const response = await ask(check(String(url)).href, {
      method,
      headers: [...new Headers(headers)],
      // Clients send what they have written out: texts and forms.
      body: body == null ? undefined : String(body),
      signal,
      dispatcher: agent,
      redirect: 'manual',
    }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw outboundError((error as Error).cause ?? error);
    });
    if (isRedirect(response.status)) {
      await response.body?.cancel().catch(() => undefined);
      throw new RedirectRefused(response.status);
    }
    const { status, statusText } = response;
    const passed = response.body && within(response.body as ReadableStream<Uint8Array>, mostBytes);
    return new Response(passed, { status, statusText, headers: [...response.headers] });
  };
}

function within(body: ReadableStream<Uint8Array>, mostBytes: number): ReadableStream<Uint8Array> {
  let size = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength;
        if (size > mostBytes) controller.error(new AnswerTooLong(mostBytes));
        else controller.enqueue(chunk);
      },
    }),
  );
}
