import type { Dispatcher } from 'undici';

/** What a request is made of. */
export interface RedirectHop {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers: Readonly<Record<string, string | number>>;
  body: string | Buffer | null;
}

const redirecting = new Set([301, 302, 303, 307, 308]);
/** Meant for whoever was asked first. */
const credentials = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** The request that a redirect asks for, as browsers would make it; null when it is none. */
export function afterRedirect(
  { method, url, headers, body }: RedirectHop,
  { statusCode, headers: answered }: Pick<Dispatcher.ResponseData, 'statusCode' | 'headers'>,
): RedirectHop | null {
  const [location] = [answered.location ?? []].flat();
  const target = location === undefined ? null : URL.parse(location, url);
  if (!redirecting.has(statusCode) || !target) return null;
  const isAnotherOrigin = target.origin !== new URL(url).origin;
  const keepsBody = statusCode === 307 || statusCode === 308 || method === 'GET' || method === 'HEAD';
  const kept = Object.entries(headers).filter(([name]) => {
    const small = name.toLowerCase();
    return !(isAnotherOrigin && credentials.has(small)) && (keepsBody || !small.startsWith('content-'));
  });
  return {
    method: keepsBody ? method : 'GET',
    url: target.href,
    headers: Object.fromEntries(kept),
    body: keepsBody ? body : null,
  };
}
