// What was mailed in a test: without SMTP settings it stays in the outbox.
import { MailOutbox, type KeptMessage } from '#libs/mail';
import type { TestApp } from './app.js';
import { settle } from './settle.js';

/** Newest first, once nothing is on its way any more. */
export async function mailsTo(
  test: Pick<TestApp, 'app' | 'orm' | 'clock'>,
  address: string,
): Promise<readonly KeptMessage[]> {
  await settle(test);
  return test.app.get(MailOutbox).recent(address);
}

/** The token of the link in it. */
export function tokenIn({ text }: KeptMessage): string {
  const token = /[?&]token=([\w-]+)/.exec(text)?.[1];
  if (!token) throw new Error(`There is no link in it: ${text}`);
  return token;
}
