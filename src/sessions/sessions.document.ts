// What the API document says of signing in.
import { csrfHeader } from './browser-sessions.js';
import { cookieName, isSafe } from './session-cookie.js';

export const signInSchemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'Of a customer (`POST /api/v1/auth/login`) or of staff (`POST /api/v1/ops/auth/login`). Signed with ES256 and nothing else (RFC8725).',
  },
  sessionCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName(true),
    description: `Of a browser page (\`POST /api/v1/auth/cookie\`); without https it is named \`${cookieName(false)}\`.`,
  },
  csrfToken: {
    type: 'apiKey',
    in: 'header',
    name: csrfHeader,
    description: 'Beside the cookie, with everything that may change something (`GET /api/v1/auth/csrf`).',
  },
};

/** As the requirements of an operation: one of them is enough. */
export function signInWays(method: string): Record<string, string[]>[] {
  return [{ accessToken: [] }, { sessionCookie: [], ...(!isSafe(method) && { csrfToken: [] }) }];
}
