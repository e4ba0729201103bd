// A customer of their own who talks to the program over HTTP.
import { RequestContext } from '@mikro-orm/core';
import { SessionsService } from '../../src/sessions/sessions.service.js';
import type { TestApp } from '../support/app.js';
import type { Given } from '../support/given.js';

export interface Answer {
  sessionId: string;
  messageId: string;
  reply: { id: string; text: string; agents: string[]; tools: string[] };
  intents: { name: string; confidence: number }[];
  proposal: { id: string; pricePaise: number } | null;
  outcomes: { type: string; id: string; reference: string }[];
  booking: { id: string; reference: string } | null;
}

export interface Talker {
  customerId: string;
  headers: { authorization: string };
  /** Goes on with the conversation of the message before. @throws when the answer is no success */
  say(message: string): Promise<Answer>;
  /** Without judging the answer. */
  post(message: string, sessionId?: string): ReturnType<TestApp['http']>;
  sessionId(): string | undefined;
}

export async function newTalker(running: TestApp, given: Given, sessionId?: string): Promise<Talker> {
  const customer = await given.customer();
  const { accessToken } = await RequestContext.create(running.orm.em, async () => {
    const tokens = await running.app
      .get(SessionsService, { strict: false })
      .open({ kind: 'customer', id: customer.id });
    await RequestContext.getEntityManager()!.flush();
    return tokens;
  });
  return talker(running, customer.id, { authorization: `Bearer ${accessToken}` }, sessionId);
}

/** The same customer, on another start of the program for instance. */
export function talker(
  { http }: Pick<TestApp, 'http'>,
  customerId: string,
  headers: Talker['headers'],
  begun?: string,
): Talker {
  let current = begun;
  const post: Talker['post'] = (message, sessionId) =>
    http({ method: 'POST', url: '/api/v1/chat/message', headers, payload: { message, sessionId } });
  return {
    customerId,
    headers,
    post,
    sessionId: () => current,
    async say(message) {
      const answer = await post(message, current);
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
      const body = answer.json<Answer>();
      current = body.sessionId;
      return body;
    },
  };
}
