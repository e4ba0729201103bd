// Where an app may wait for the answer of a person. Whatever stands here is gone to with a code, so it is compared as a whole.

/** The editors that people use have schemes of one word, which are no web address and run nothing in a browser. */
const editorSchemes: ReadonlySet<string> = new Set([
  'cursor:',
  'vscode:',
  'vscode-insiders:',
  'windsurf:',
  'zed:',
]);
/** They must not come twice (RFC 6749, section 3.1). */
const answers = ['code', 'state', 'iss', 'error', 'error_description'];
const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Why an app cannot have this address; null when it can: https, http on the machine of the person, or a scheme that only an installed app has
 * (RFC 8252, sections 7.1 to 7.3: with a dot in it, as a domain read backwards).
 */
export function redirectFault(text: string): string | null {
  const url = URL.parse(text);
  if (!url) return 'is not an absolute address';
  if (/[\s\\]/.test(text)) return 'contains spaces or backslashes';
  if (text.includes('#')) return 'has a fragment';
  if (url.username || url.password) return 'contains a user or password';
  if (answers.some((name) => url.searchParams.has(name))) return `has a parameter of the answer in its query`;
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:')
    return isLoopback(url) ? null : 'is http on another machine than that of the person';
  const isPrivateUse = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:$/.test(url.protocol);
  return isPrivateUse || editorSchemes.has(url.protocol) ? null : 'has a scheme that is not taken';
}

/** Exactly one of `registered`; on the machine of the person whatever port it has (RFC 8252, section 7.3). */
export function isRegistered(text: string, registered: readonly string[]): boolean {
  if (registered.includes(text)) return true;
  const asked = URL.parse(text);
  if (!asked || redirectFault(text) !== null || !isLoopback(asked)) return false;
  return registered.some((each) => {
    const known = URL.parse(each);
    return known !== null && isLoopback(known) && withoutPort(known) === withoutPort(asked);
  });
}

/** What a person is shown of it. */
export function shownHost(text: string): string {
  const url = new URL(text);
  return url.host || `${url.protocol}//`;
}

/** With the answer behind its query, which stays as it was registered. */
export function withAnswer(text: string, answer: Readonly<Record<string, string | undefined>>): string {
  const told = Object.entries(answer).filter((each): each is [string, string] => each[1] !== undefined);
  return `${text}${text.includes('?') ? '&' : '?'}${new URLSearchParams(told)}`;
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && loopbackHosts.has(hostname);
}

function withoutPort({ hostname, pathname, search }: URL): string {
  return `${hostname}${pathname}${search}`;
}
