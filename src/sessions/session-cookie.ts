// The cookie of a browser page, and how it is told from a request that another site has made the browser send.

/** With https the name itself promises `Secure`, `Path=/` and no `Domain` (RFC 6265bis, section 4.1.3.2); without it there is no such promise. */
export function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-session' : 'session';
}

export interface SessionCookie {
  isSecure: boolean;
  /** Empty: the browser is to throw it away. */
  value: string;
  /** Seconds. */
  maxAge: number;
}

/** For the header `set-cookie`: out of reach of scripts, and never sent along from another site. */
export function cookieText({ isSecure, value, maxAge }: SessionCookie): string {
  const cookie = `${cookieName(isSecure)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict`;
  return isSecure ? `${cookie}; Secure` : cookie;
}

/** A token and its stamp. */
const ours = /^[\w-]{43}[0-9a-f]{16}$/;

/** What our cookie holds, in the header of that name; undefined when it is not there or cannot be one of ours. */
export function cookieIn(header: string, isSecure: boolean): string | undefined {
  const start = `${cookieName(isSecure)}=`;
  const found = header.split('; ').find((pair) => pair.startsWith(start));
  const value = found?.slice(start.length);
  return value !== undefined && ours.test(value) ? value : undefined;
}

export interface BrowserRequest {
  method: string;
  /** As the browser asked for it, with its port. */
  host: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Methods that change nothing (RFC 9110, section 9.2.1). */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Whether the browser says that a page of this very origin sent it. One that says nothing is let through: the token is still asked for. */
export function isFromOurPage({ host, headers }: BrowserRequest): boolean {
  const { 'sec-fetch-site': site, origin } = headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || (typeof origin === 'string' && hostOf(origin) === host);
}

/** Undefined for `null` and anything else that is no address. */
function hostOf(origin: string): string | undefined {
  return URL.parse(origin)?.host || undefined;
}
