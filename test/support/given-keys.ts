// Programs in stories: with a key of somebody who has signed in.
import type { InjectOptions } from 'fastify';
import type { Http } from './app.js';
import { password } from './given.js';

export interface KeyStory {
  name?: string;
  /** Default: bookings.read. */
  scopes?: string[];
  expiresInDays?: number;
  requestsPerMinute?: number;
}

export interface GivenKey {
  id: string;
  key: string;
  /** To be sent with every request of the program. */
  headers: { authorization: string };
}

/** Over the API, as its owner would. */
export async function givenKey(
  http: Http,
  owner: { headers: { authorization: string } },
  story: KeyStory = {},
): Promise<GivenKey> {
  const payload = { name: 'Accounting', scopes: ['bookings.read'], password, ...story };
  const request: InjectOptions = { method: 'POST', url: '/api/v1/api-keys', headers: owner.headers, payload };
  const answer = await http(request);
  if (answer.statusCode !== 201) throw new Error(`Making a key failed: ${answer.body}`);
  const { id, key } = answer.json();
  return { id, key, headers: bearer(key) };
}

export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}
