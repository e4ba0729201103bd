// Headers that tell a browser to make nothing of an answer but data. Made once: making them per request costs three times as much.
import { randomBytes } from 'node:crypto';

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

/** Where browsers tell what a content policy has kept them from doing. */
export const cspReportPath = '/csp-report';
/** `report-uri` is for browsers that do not know `report-to` (Firefox). */
const reporting = `report-to csp; report-uri ${cspReportPath}`;

/** What every page has in common: nothing from elsewhere, no frames, no way out but to where it comes from. */
const closed = `default-src 'none'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; ${reporting}`;

/** For a page of ours: what carries the nonce of this answer may run and style it. */
export function pagePolicy(nonce: string): string {
  return `script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; form-action 'self'; ${closed}`;
}

/** The style sheet inside the logo of Swagger UI 5; after an update it may be another, and the logo dark. */
const logoStyle = 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w=';

/**
 * For the API's own documentation page: its scripts come from here and it has none inline. Its style sheets carry the nonce; Swagger UI
 * also styles single elements inline, which runs nothing.
 */
export function documentationPolicy(nonce: string): string {
  return `script-src 'self'; style-src 'self' 'nonce-${nonce}' '${logoStyle}'; style-src-attr 'unsafe-inline'; form-action 'none'; ${closed}`;
}

/** For pages: what no page of ours needs of the device. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'reporting-endpoints': `csp="${cspReportPath}"`,
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/** What browsers may do from pages of `origins`, and which headers of the answers such a page may read. */
export function corsOptions(origins: readonly string[]) {
  return {
    origin: origins.map((origin) => origin.trim()),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      correlationHeader,
      'etag',
      'location',
      'idempotent-replayed',
      'content-disposition',
      'retry-after',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
      'ratelimit-policy',
      'mcp-session-id',
      'www-authenticate',
    ],
    /** Seconds that a browser need not ask again; Chromium takes no more than two hours. */
    maxAge: 7_200,
  };
}
