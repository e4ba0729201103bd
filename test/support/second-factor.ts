// Staff with an authenticator app. Its codes follow the clock of the test.
import { generateSync } from 'otplib';
import type { TestApp } from './app.js';
import { password, type Given } from './given.js';
import type { StaffSignedIn, StaffStory } from './given-staff.js';

export const stepMs = 30_000;

type Headers = Record<string, string>;

export function secondFactorIn({ clock, http }: Pick<TestApp, 'clock' | 'http'>, given: Given) {
  const send = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    headers: Headers,
    payload?: object,
  ) => http({ method, url: `/api/v1/${path}`, headers, payload });
  const login = (email: string, factor: object = {}) =>
    send('POST', 'ops/auth/login', {}, { email, password, ...factor });
  /** @param steps from now */
  const codeOf = (secret: string, steps = 0) =>
    generateSync({ secret, epoch: Math.floor((clock.now().getTime() + steps * stepMs) / 1000) });
  const begin = (headers: Headers) => send('POST', 'ops/auth/totp', headers, { password });

  /** Set up, and a step later, so that the next code is a new one. */
  async function withSecondFactor(story: StaffStory = {}) {
    const signedIn: StaffSignedIn = await given.staffSignedIn(story);
    const { headers, staff } = signedIn;
    const { secret } = (await begin(headers)).json() as { secret: string };
    const confirmed = await send('POST', 'ops/auth/totp/confirm', headers, { code: codeOf(secret) });
    const { recoveryCodes } = confirmed.json() as { recoveryCodes: string[] };
    clock.advance(2 * stepMs);
    return { ...signedIn, email: staff.email, secret, recoveryCodes };
  }

  return { send, login, codeOf, begin, withSecondFactor };
}
