// Headers that tell a browser to make nothing of an answer but data. Made once: making them per request costs three times as much.

export const correlationHeader = 'x-correlation-id';

/** For every answer; pages with scripts replace the content policy. */
export function apiHeaders(strictTransport: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(strictTransport && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  };
}

/** For the API's own documentation page: its scripts come from here and it has none inline. Swagger UI styles itself inline. */
export const documentationPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** What browsers may do from pages of `origins`, and which headers of the answers such a page may read. */
export function corsOptions(origins: readonly string[]) {
  return {
    origin: origins.map((origin) => origin.trim()),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      correlationHeader,
      'retry-after',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
    ],
    /** Seconds that a browser need not ask again; Chromium takes no more than two hours. */
    maxAge: 7_200,
  };
}
