// A customer who has used everything there is, and where in the database they can be found again.
import type { SqlEntityManager } from '@mikro-orm/sql';
import sharp from 'sharp';
import { StreamLog } from '#libs/realtime';
import { Job } from '#libs/jobs';
import { newId } from '#libs/orm';
import { FileStore } from '#libs/storage';
import { TrainingExample } from '../../src/agents/training/training-example.entity.js';
import { ApiKey } from '../../src/api-keys/api-key.entity.js';
import { OAuthGrant } from '../../src/oauth/grants/oauth-grant.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Photograph } from '../../src/photographs/photograph.entity.js';
import { Review } from '../../src/reviews/review.entity.js';
import { CallbackRequest } from '../../src/callbacks/callback-request.entity.js';
import { ComplaintAttachment } from '../../src/complaints/attachments/attachment.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { ComplaintUpdate } from '../../src/complaints/updates/complaint-update.entity.js';
import { ComplaintSurvey } from '../../src/complaints/surveys/survey.entity.js';
import { Remedy } from '../../src/remedies/remedy.entity.js';
import { PriorityEntry } from '../../src/complaints/priority/priority-entry.entity.js';
import { sameTextKey } from '../../src/conversations/misunderstood-message.entity.js';
import { Proposal } from '../../src/conversations/proposal.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { WebhookAttempt, WebhookDelivery } from '../../src/webhooks/delivery.entity.js';
import type { TestApp } from './app.js';
import { password, type Given } from './given.js';
import { browser } from './push-service.js';
import { runJob } from './job-run.js';
import { settle } from './settle.js';

/** What a customer has told us, each thing in words of its own. */
export function wordsOf(who: string, digits: string) {
  const word = (about: string) => `${who}${about}`.toUpperCase();
  return {
    name: `${who} Canary`,
    email: `${who}.canary@example.com`.toLowerCase(),
    phone: `+9198765${digits}`,
    earlierName: word('earlier'),
    agent: word('agent'),
    line: word('line'),
    landmark: word('landmark'),
    bookingLine: word('bookingline'),
    notes: word('notes'),
    reason: word('reason'),
    review: word('review'),
    subject: word('subject'),
    description: word('description'),
    update: word('update'),
    attached: word('attached'),
    surveyed: word('surveyed'),
    remedy: word('remedy'),
    call: word('call'),
    message: word('message'),
    taught: word('taught'),
    rated: word('rated'),
    summary: word('summary'),
    key: word('key'),
    app: word('app'),
    lockReason: word('lockreason'),
    push: word('push'),
    told: word('told'),
    /** Registered with, and changed. */
    earlierEmail: `${who}.earlier@example.com`.toLowerCase(),
    /** What the receiver of a webhook has answered to a message about them. */
    excerpt: word('excerpt'),
  };
}
export type Words = ReturnType<typeof wordsOf>;

/** A customer who has used everything there is, ready to leave. */
export async function fullLife(test: TestApp, given: Given, words: Words) {
  const { app, http, orm, clock } = test;
  const { name, email, phone } = words;
  let headers: Record<string, string> = { 'user-agent': words.agent };
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) => {
    const sent = { ...headers, ...(method === 'POST' && { 'idempotency-key': crypto.randomUUID() }) };
    const answer = await http({ method, url: `/api/v1/${path}`, headers: sent, payload });
    if (answer.statusCode >= 400) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
    return answer.body ? answer.json() : undefined;
  };
  const first = { name: words.earlierName, email: words.earlierEmail, phone, password };
  const registered = await call('POST', 'auth/register', first);
  // The link to confirm it.
  await settle(test);
  headers = { ...headers, authorization: `Bearer ${registered.accessToken}` };
  const customer = await orm.em.fork().findOneOrFail(Customer, { id: registered.user.id });

  await call('PUT', 'users/me', { name, email, phone, language: 'hi', password });
  const image = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123456' } })
    .png()
    .toBuffer();
  const avatar = { ...headers, 'content-type': 'image/png' };
  await http({ method: 'PUT', url: '/api/v1/users/me/avatar', headers: avatar, payload: image });
  await given.pincode();
  await call('POST', 'users/me/addresses', { line: words.line, landmark: words.landmark, pincode: '560034' });
  const { messageId, reply } = await call('POST', 'chat/message', {
    message: `Please note: ${words.message}`,
  });
  await call('PUT', `chat/messages/${reply.id}/rating`, { rating: 'down', comment: words.rated });
  const { items } = await call('GET', 'chat/sessions');
  await app
    .get(StreamLog)
    .append(`customer:${customer.id}`, [{ type: 'notice.sent', data: { text: words.told } }]);

  const booking = await given.confirmedBooking({ customer, startsIn: '1d' });
  const later = await given.confirmedBooking({ customer, startsIn: '2d' });
  const em = orm.em.fork();
  const told = { addressLine: words.bookingLine, notes: words.notes, requestKey: `key of ${email}` };
  await em.nativeUpdate(Booking, { id: booking.id }, told);
  em.create(Review, {
    booking: booking.id,
    provider: booking.provider.id,
    service: booking.service.id,
    customer: em.getReference(Customer, customer.id),
    rating: 4,
    comment: words.review,
    answer: `We answer ${words.review}`,
    answeredAt: clock.now(),
  });
  const file = { fileKey: `photographs/${newId()}.webp`, width: 9, height: 9, sizeBytes: image.length };
  await app.get(FileStore).put(file.fileKey, image);
  em.create(Photograph, {
    booking: booking.id,
    customer: customer.id,
    kind: 'problem',
    byKind: 'customer',
    byId: customer.id,
    ...file,
  });
  const complaint = em.create(Complaint, {
    id: newId(),
    reference: `CP-${phone.slice(-6)}`,
    customer: customer.id,
    category: 'quality',
    severity: 'low',
    subject: words.subject,
    description: words.description,
  });
  em.create(ComplaintUpdate, { complaint, authorKind: 'customer', body: words.update });
  const attachment = {
    fileKey: `complaint-attachments/${newId()}.pdf`,
    name: `${words.attached}.pdf`,
    sizeBytes: 1,
  };
  await app.get(FileStore).put(attachment.fileKey, Buffer.from('%PDF-'));
  const her = { byKind: 'customer', byId: customer.id };
  em.create(ComplaintAttachment, { complaint, kind: 'pdf', ...attachment, ...her });
  const answer = { score: 2, comment: words.surveyed, answeredAt: clock.now() };
  em.create(ComplaintSurvey, { complaint, resolvedAt: clock.now(), ...answer });
  await app
    .get(StreamLog)
    .append(`complaint:${complaint.id}`, [{ type: 'complaint.replied', data: { id: words.update } }]);
  const by = (await given.staff()).id;
  em.create(Remedy, {
    complaint,
    customer: customer.id,
    kind: 'apology',
    status: 'done',
    reason: words.remedy,
    proposedBy: by,
    decidedBy: by,
    decisionReason: words.remedy,
    doneAt: clock.now(),
  });
  const because = `said ${words.description}`;
  em.create(PriorityEntry, { complaint, score: 5, reasons: [{ factor: 'severity', points: 5, because }] });
  em.create(CallbackRequest, {
    customer: customer.id,
    conversation: items[0].id,
    reference: `CB-${phone.slice(-6)}`,
    about: words.call,
    requestKey: `call of ${email}`,
  });
  em.create(TrainingExample, {
    text: words.taught,
    textKey: sameTextKey(words.taught),
    intent: 'greet',
    message: messageId,
    createdBy: newId(),
  });
  em.create(ApiKey, {
    ownerKind: 'customer',
    ownerId: customer.id,
    name: words.key,
    prefix: phone.slice(-8),
    hash: phone.padEnd(64, '0'),
    scopes: ['bookings.read'],
    requestsPerMinute: 9,
    expiresAt: new Date('2027-11-20T00:00:00Z'),
  });
  em.create(OAuthGrant, {
    ownerKind: 'customer',
    ownerId: customer.id,
    clientId: 'https://assistant.example/client.json',
    clientName: words.app,
    redirectUri: `https://assistant.example/${words.app}`,
    codeChallenge: 'x'.repeat(43),
    resource: 'http://localhost:3000/mcp',
    scopes: ['read'],
    expiresAt: new Date('2027-11-20T00:00:00Z'),
  });
  em.create(Proposal, {
    conversation: items[0].id,
    tool: 'bookings.create',
    arguments: { line: words.line },
    summary: words.summary,
    pricePaise: 499_00,
    expiresAt: clock.now(),
    status: 'executed',
  });
  await em.flush();
  const endpoint = `https://push.example/${words.push}`;
  await call('POST', 'notifications/push-subscriptions', { endpoint, keys: browser().keys });
  await call('PUT', 'notifications/preferences', { digest: { mode: 'daily', hour: 9 } });
  const staff = await given.staffSignedIn({ role: 'super_admin' });
  const receiver = { url: `https://${who(words)}.example/hook`, events: ['booking.*'] };
  const asked = { method: 'POST', headers: staff.headers } as const;
  const webhook = await http({ ...asked, url: '/api/v1/webhooks', payload: receiver });
  await call('POST', `bookings/${later.id}/cancel`, { reason: words.reason });
  await settle(test);
  await exportedByStaff(test, staff.headers, items[0].id);
  const { id: delivery } = await em.findOneOrFail(WebhookDelivery, { webhook: webhook.json().id });
  em.create(WebhookAttempt, {
    delivery,
    at: clock.now(),
    status: 200,
    errorCode: null,
    durationMs: 9,
    excerpt: `Thank you, ${words.excerpt}`,
  });
  await em.flush();
  for (const change of ['lock', 'unlock']) {
    const url = `/api/v1/ops/customers/${customer.id}/${change}`;
    const payload = { reason: words.lockReason };
    const answer = await http({ method: 'POST', url, headers: staff.headers, payload });
    if (answer.statusCode !== 200) throw new Error(answer.body);
  }
  const again = await call('POST', 'auth/login', { identifier: email, password });
  headers = { ...headers, authorization: `Bearer ${again.accessToken}` };
  return { customer, booking, staff, call, headers: () => headers };
}
export type Life = Awaited<ReturnType<typeof fullLife>>;

/** As staff ask for it, and as the engine leaves it. */
async function exportedByStaff(test: TestApp, headers: { authorization: string }, conversationId: string) {
  const input = { conversationId, format: 'text' };
  const type = 'conversation.export';
  const asked = { headers, payload: { type, input }, url: '/api/v1/jobs' };
  const answer = await test.http({ method: 'POST', ...asked });
  if (answer.statusCode !== 202) throw new Error(answer.body);
  const result = await runJob(test, type, input);
  const [now, { id }] = [test.clock.now(), answer.json()];
  await test.orm.em
    .fork()
    .nativeUpdate(Job, { id }, { status: 'completed', result, startedAt: now, finishedAt: now, attempt: 1 });
}

/** The name of the person in small letters. */
const who = ({ email }: Words) => email.split('.', 1)[0]!;

/** Where in the database each of the words stands, whatever the type of the column. */
export async function traces(
  { orm }: Pick<TestApp, 'orm'>,
  words: Record<string, string>,
): Promise<Record<string, string[]>> {
  const em = orm.em.fork() as SqlEntityManager;
  const tables = await em.execute<{ name: string; schema: string }[]>(
    `select table_name as name, table_schema as schema from information_schema.tables
     where table_schema not in ('information_schema', 'pg_catalog') and table_type = 'BASE TABLE'`,
  );
  const found: Record<string, string[]> = {};
  for (const [about, word] of Object.entries(words)) {
    const text = word.toLowerCase();
    const hexadecimal = Buffer.from(word).toString('hex');
    found[about] = [];
    for (const { name, schema } of tables) {
      const rows = await em.execute(
        `select 1 from "${schema}"."${name}" as row where strpos(lower(row::text), ?) > 0 or strpos(row::text, ?) > 0 limit 1`,
        [text, hexadecimal],
      );
      if (rows.length > 0) found[about].push(name);
    }
  }
  return found;
}
