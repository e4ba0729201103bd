// Complaints over the API, for suites about the desk.
import { OutboxEvent } from '#libs/events';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { PriorityEntry } from '../../src/complaints/priority/priority-entry.entity.js';
import { ComplaintSurvey } from '../../src/complaints/surveys/survey.entity.js';
import { ComplaintUpdate } from '../../src/complaints/updates/complaint-update.entity.js';
import type { TestApp } from './app.js';

export interface Caller {
  headers: object;
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const told = { category: 'quality', subject: 'It drips again', description: 'By evening it dripped.' };

/** Takes away every complaint and what is kept only with one: a story has a desk of its own. */
export async function emptyDesk({ orm }: Pick<TestApp, 'orm'>): Promise<void> {
  const em = orm.em.fork();
  await em.nativeDelete(ComplaintSurvey, {});
  await em.nativeDelete(ComplaintUpdate, {});
  await em.nativeDelete(PriorityEntry, {});
  await em.nativeDelete(Complaint, {});
}

/** @param test that is there when the first of them is called */
export function deskIn(test: () => Pick<TestApp, 'http' | 'orm'>) {
  async function call(by: Caller, method: Method, path: string, payload?: object, more: object = {}) {
    const headers = { ...by.headers, ...more };
    const answer = await test().http({ method, url: `/api/v1${path}`, headers, payload });
    const body = answer.body === '' ? null : answer.json();
    return { status: answer.statusCode, body, headers: answer.headers };
  }

  /** By a customer, about nothing unless it says so. */
  async function filed(by: Caller, more: object = {}): Promise<{ id: string; reference: string }> {
    const { status, body } = await call(by, 'POST', '/complaints', { ...told, ...more });
    expect([status, body.code]).toEqual([201, undefined]);
    return body;
  }

  /** The ids that a list answers with. */
  async function idsOf(by: Caller, path: string): Promise<string[]> {
    const { status, body } = await call(by, 'GET', path);
    expect([status, body.detail, body.issues]).toEqual([200, undefined, undefined]);
    return body.items.map(({ id }: { id: string }) => id);
  }

  async function eventsOf(id: string): Promise<string[]> {
    const orderBy = { id: 'asc' } as const;
    const events = await test().orm.em.fork().find(OutboxEvent, { aggregateId: id }, { orderBy });
    return events.map(({ type }) => type);
  }

  return { call, filed, idsOf, eventsOf };
}
