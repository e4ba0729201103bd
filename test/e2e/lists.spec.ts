// What holds of every list that comes in pages: whatever list is added to the API is added to the table here.
import { Job } from '#libs/jobs';
import { newId } from '#libs/orm';
import type { EntityManager } from '@mikro-orm/core';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { OAuthGrant } from '../../src/oauth/grants/oauth-grant.entity.js';
import { ApiKey } from '../../src/api-keys/api-key.entity.js';
import type { Booking } from '../../src/bookings/booking.entity.js';
import { SubstituteSearch } from '../../src/dispatch/searches/substitute-search.entity.js';
import { CallbackRequest } from '../../src/callbacks/callback-request.entity.js';
import { Complaint, ComplaintEvent } from '../../src/complaints/complaint.entity.js';
import { ComplaintListView } from '../../src/complaints/desk/views/complaint-list-view.entity.js';
import { ComplaintUpdate } from '../../src/complaints/updates/complaint-update.entity.js';
import { Conversation, Message } from '../../src/conversations/conversation.entity.js';
import { Incident, IncidentMember, IncidentStep } from '../../src/incidents/incident.entity.js';
import { Remedy } from '../../src/remedies/remedy.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { KnowledgeDocument } from '../../src/knowledge/knowledge-document.entity.js';
import { Notification, NotificationDelivery } from '../../src/notifications/notification.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { WebhookDelivery } from '../../src/webhooks/delivery.entity.js';
import { McpServer } from '../../src/mcp-servers/mcp-server.entity.js';
import { Webhook } from '../../src/webhooks/webhook.entity.js';
import { City } from '../../src/catalogue/place.entity.js';
import type { Subcategory } from '../../src/catalogue/service.entity.js';
import { ShiftDraft } from '../../src/planning/drafts/shift-draft.entity.js';
import { apiDocumentOf } from '../../src/api-document.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { createStaffRows, versionedAgent, versionedRule } from '../support/given-rows.js';
import { startApp, type TestApp } from '../support/app.js';

/** What has no id of its own is known by its message, or by its name. */
type Row = Record<string, unknown> & ({ id: string } | { id: undefined; messageId?: string; name?: string });

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let stranger: string;
let colleague: Staff;
let admin: { headers: { authorization: string }; staff: Staff };
const chats: Record<string, string> = {};
const complaints: Record<string, string> = {};
let webhook: string;
let incident: string;
let complaintView: string;
const reviewed = { service: '', provider: '' };

/** Four hours, two of them alike. */
const hours = [1, 2, 2, 3];
const instant = (hour: number) => new Date(`2026-11-10T0${hour}:00:00Z`);

beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  admin = await given.staffSignedIn({ role: 'admin' });
  stranger = (await given.signedIn()).customer.id;
  // Whose activity does not grow by being looked at.
  colleague = await given.staff();
  await given.staff();
  const service = await given.service();
  const provider = await given.provider({ subcategory: service.subcategory as Subcategory });
  for (const name of ['Anu', 'Anu', 'Ravi'])
    await given.provider({ name, subcategory: service.subcategory as Subcategory });
  [webhook, complaintView] = [newId(), newId()];
  const em = test.orm.em.fork();
  em.create(Webhook, unusedWebhook(webhook, instant(1)) as never);
  em.create(ComplaintListView, { id: complaintView, owner: admin.staff.id, name: 'All', query: {} });
  await em.flush();
  for (const { customer } of [asha, bala]) {
    chats[customer.id] = newId();
    for (const [index, hour] of hours.entries()) {
      // Not of one provider: two visits at a time are sold to two.
      const by = index === 2 || customer === bala.customer ? undefined : provider;
      const booking = await given.confirmedBooking({ customer, service, provider: by, startsIn: `${hour}d` });
      await given.review(booking, { createdAt: instant(hour) });
      [reviewed.service, reviewed.provider] = [service.id, provider.id];
      if (customer === asha.customer) await searched(booking, instant(hour));
      await written(customer, hour, index);
    }
  }
  incident = await manyComplained();
});
afterAll(() => test.close());

/** Four incidents, the last of them with four complaints and four answers. */
async function manyComplained(): Promise<string> {
  const em = test.orm.em.fork();
  const by = colleague.id;
  let latest = '';
  for (const [index, hour] of hours.entries()) {
    const createdAt = instant(hour);
    const { id } = em.create(Incident, {
      id: newId(),
      reference: `IN-${index}`,
      causeKind: 'area',
      causeKey: `area:${index}`,
      windowFrom: createdAt,
      windowTo: createdAt,
      evidence: { complaints: 4, customers: 4, expected: 0.1, surprise: 5 },
      createdAt,
    });
    latest = id;
  }
  for (const hour of hours) {
    const createdAt = instant(hour);
    // A stranger's: customers list none of these.
    const customer = stranger;
    const complaint = complained(em, customer, createdAt);
    const of = em.getReference(Incident, latest);
    em.create(IncidentMember, { incident: of, complaint, customer, createdAt });
    em.create(IncidentStep, {
      incident: of,
      kind: 'broadcast',
      status: 'approved',
      proposedBy: by,
      decidedBy: by,
      createdAt,
    });
    em.create(Remedy, { complaint, customer, kind: 'apology', reason: 'Late.', proposedBy: by, createdAt });
  }
  await em.flush();
  return latest;
}

/** A search for somebody else that has ended. */
async function searched(booking: Booking, createdAt: Date): Promise<void> {
  const em = test.orm.em.fork();
  const { customer, provider, startsAt: missedStartsAt } = booking;
  em.create(SubstituteSearch, {
    booking: booking.id,
    customer,
    absentProvider: provider.id,
    cause: 'ill',
    state: 'withdrawn',
    missedStartsAt,
    asksForProvider: false,
    endedAt: createdAt,
    createdAt,
  });
  await em.flush();
}

async function written({ id: customer }: Customer, hour: number, index: number): Promise<void> {
  const em = test.orm.em.fork();
  const createdAt = instant(hour);
  const person = { personKind: 'customer' as const, personId: customer };
  const chat = index === 0 ? chats[customer]! : newId();
  em.create(Conversation, { id: chat, customer, title: 'Hello', lastMessageAt: createdAt, createdAt });
  if (index > 0)
    em.create(Message, { conversation: chats[customer]!, role: 'customer', text: 'x', createdAt });
  else em.create(Message, { conversation: chat, role: 'customer', text: 'Hello', createdAt });
  await em.flush();
  em.create(Job, {
    type: 'conversation.export',
    ownerKind: 'customer',
    ownerId: customer,
    cost: 'light',
    input: {},
    priority: hour,
    runAt: createdAt,
    orderAt: createdAt,
    createdAt,
  } as never);
  const notification = em.create(Notification, {
    ...person,
    kind: 'booking.confirmed',
    urgent: false,
    language: 'en',
    data: {},
    change: newId(),
    createdAt,
  } as never);
  em.create(NotificationDelivery, {
    ...person,
    notification,
    channel: 'email',
    status: 'sent',
    sentAt: createdAt,
    createdAt,
  } as never);
  em.create(CallbackRequest, {
    customer,
    reference: newId().slice(-12),
    about: 'The bill.',
    status: 'done',
    closedAt: createdAt,
    createdAt,
  });
  const complaint = complained(em, customer, createdAt);
  if (index === 0) complaints[customer] = complaint.id;
  const told = complaints[customer]!;
  em.create(ComplaintUpdate, { complaint: told, authorKind: 'customer', body: 'x', createdAt } as never);
  em.create(ComplaintEvent, {
    complaint: told,
    kind: 'edited',
    at: createdAt,
    byKind: 'customer',
    byId: customer,
    facts: {},
  } as never);
  em.create(OAuthGrant, {
    ownerKind: 'customer',
    ownerId: customer,
    clientId: 'https://assistant.example/client.json',
    clientName: 'Assistant',
    redirectUri: 'https://assistant.example/back',
    codeChallenge: 'x'.repeat(43),
    resource: 'http://localhost:3000/mcp',
    scopes: ['read'],
    expiresAt: new Date('2027-01-01'),
    createdAt,
  } as never);
  em.create(ApiKey, {
    ownerKind: 'customer',
    ownerId: customer,
    name: 'Key',
    prefix: newId().slice(-8),
    hash: '0'.repeat(64),
    scopes: [],
    requestsPerMinute: 1,
    expiresAt: new Date('2027-01-01'),
    createdAt,
  } as never);
  em.create(AuditEntry, {
    at: createdAt,
    actorKind: 'staff',
    actorId: colleague.id,
    action: 'test.done',
    objectType: 'test',
    objectId: customer,
    before: null,
    after: null,
  } as never);
  // What only staff see needs no second owner, nor a place in what customers see.
  if (customer === asha.customer.id) {
    const conversation = newId();
    em.create(Conversation, {
      id: conversation,
      customer: stranger,
      title: 'Hm',
      lastMessageAt: createdAt,
      createdAt,
    });
    createStaffRows(em, {
      at: createdAt,
      number: index + 1,
      conversation,
      staff: colleague.id,
      customer: stranger,
    });
    em.create(WebhookDelivery, {
      webhook,
      eventId: newId(),
      eventType: 'booking.created',
      body: '{}',
      at: createdAt,
      dueAt: createdAt,
    } as never);
    em.create(Webhook, unusedWebhook(newId(), createdAt) as never);
    em.create(McpServer, unusedServer(`server_${index}`, createdAt) as never);
    em.create(ShiftDraft, await emptyDraft(em, createdAt));
    em.create(KnowledgeDocument, {
      slug: `terms-${hour}`,
      version: index + 1,
      title: 'Terms',
      body: 'Words.',
      validFrom: createdAt,
      createdAt,
    });
  }
  await em.flush();
}

function complained(em: EntityManager, customer: string, createdAt: Date): Complaint {
  return em.create(Complaint, {
    id: newId(),
    customer,
    reference: newId().slice(-12),
    category: 'other',
    severity: 'low',
    subject: 'Late',
    description: 'Two hours late.',
    createdAt,
  });
}

async function emptyDraft(em: EntityManager, createdAt: Date) {
  const { id: city } = await em.findOneOrFail(City, { name: { $ne: '' } });
  const hours = { reservePercent: 0, leastPresent: 0, openFromHour: 8, openToHour: 20 };
  const plan = { providerIds: [], load: [], accuracy: null, uncovered: [] };
  return { city, week: '2026-12-07', status: 'ready', madeBy: 'x', ...hours, ...plan, createdAt } as never;
}

function unusedWebhook(id: string, createdAt: Date) {
  const secret = Buffer.from('sealed');
  return { id, url: 'https://example.com', description: '', events: ['*'], secret, createdBy: id, createdAt };
}

function unusedServer(name: string, createdAt: Date) {
  const place = { transport: 'stdio', command: 'none', headerNames: [], permission: 'agents.execute' };
  return { name, description: '', ...place, timeoutMs: 1000, enabled: false, createdBy: newId(), createdAt };
}

interface List {
  url(who: SignedIn): string;
  /** Who lists: customers each their own, unless it is for staff. */
  isForStaff?: boolean;
  /** Columns to sort by, the default first. */
  sorts: string[];
  /** The column of `from` and `to`. */
  timed?: string;
}

const path = (url: string) => () => `/api/v1${url}`;
const lists: Record<string, List> = {
  listBookings: { url: path('/bookings'), sorts: ['-startsAt', 'createdAt'], timed: 'startsAt' },
  listReviews: { url: path('/ops/reviews'), isForStaff: true, sorts: ['-createdAt'], timed: 'createdAt' },
  listManagedServices: {
    url: path('/ops/catalogue/services'),
    isForStaff: true,
    sorts: ['name', 'createdAt'],
  },
  listServiceReviews: {
    url: () => `/api/v1/services/${reviewed.service}/reviews`,
    isForStaff: true,
    sorts: ['-createdAt'],
  },
  listProviderReviews: {
    url: () => `/api/v1/providers/${reviewed.provider}/reviews`,
    isForStaff: true,
    sorts: ['-createdAt'],
  },
  listSubstituteSearches: {
    url: path('/ops/dispatch/searches'),
    isForStaff: true,
    sorts: ['-createdAt'],
    timed: 'createdAt',
  },
  listCallbacks: { url: path('/callbacks?status=done'), sorts: ['-createdAt'], timed: 'createdAt' },
  listComplaints: { url: path('/complaints?open=true'), sorts: ['-createdAt'], timed: 'createdAt' },
  searchComplaints: {
    url: path('/ops/complaints'),
    isForStaff: true,
    sorts: ['-createdAt', 'priorityScore', 'dueAt'],
    timed: 'createdAt',
  },
  listComplaintsOfView: {
    url: () => `/api/v1/ops/complaint-views/${complaintView}/complaints`,
    isForStaff: true,
    sorts: ['-createdAt', 'priorityScore', 'dueAt'],
  },
  listComplaintUpdates: {
    url: ({ customer }) => `/api/v1/complaints/${complaints[customer.id]}/updates`,
    sorts: ['createdAt'],
  },
  listComplaintTimeline: {
    url: ({ customer }) => `/api/v1/complaints/${complaints[customer.id]}/timeline`,
    sorts: ['at'],
    timed: 'at',
  },
  listJobs: { url: path('/jobs'), sorts: ['-createdAt', 'priority', 'runAt'], timed: 'createdAt' },
  listConversations: {
    url: path('/chat/sessions'),
    sorts: ['-lastMessageAt', 'createdAt'],
    timed: 'lastMessageAt',
  },
  listMessages: {
    url: ({ customer }) => `/api/v1/chat/history?sessionId=${chats[customer.id]}`,
    sorts: ['createdAt'],
    timed: 'createdAt',
  },
  listNotifications: { url: path('/notifications'), sorts: ['-createdAt'], timed: 'createdAt' },
  listNotificationDeliveries: {
    url: path('/notifications/deliveries?status=sent'),
    sorts: ['-createdAt'],
    timed: 'createdAt',
  },
  listApiKeys: { url: path('/api-keys?status=active'), sorts: ['-createdAt'], timed: 'createdAt' },
  listAllApiKeys: {
    url: ({ customer }) => `/api/v1/ops/api-keys?owner=${customer.id}`,
    isForStaff: true,
    sorts: ['-createdAt'],
    timed: 'createdAt',
  },
  listAllConnectedApps: {
    url: ({ customer }) => `/api/v1/ops/connected-apps?owner=${customer.id}`,
    isForStaff: true,
    sorts: ['-connectedAt'],
    timed: 'connectedAt',
  },
  listCustomerNotificationDeliveries: {
    url: ({ customer }) => `/api/v1/ops/notifications/deliveries?customer=${customer.id}`,
    isForStaff: true,
    sorts: ['-createdAt'],
    timed: 'createdAt',
  },
  listAllJobs: {
    url: ({ customer }) => `/api/v1/ops/jobs?ownerId=${customer.id}`,
    isForStaff: true,
    sorts: ['-createdAt'],
    timed: 'createdAt',
  },
  listAuditEntries: {
    url: ({ customer }) => `/api/v1/ops/audit?object=${customer.id}&action=test.done`,
    isForStaff: true,
    sorts: ['-at'],
    timed: 'at',
  },
  listStaffActivity: {
    url: () => `/api/v1/ops/users/${colleague.id}/activity`,
    isForStaff: true,
    sorts: ['-at'],
    timed: 'at',
  },
  searchCustomers: {
    url: path('/ops/customers'),
    isForStaff: true,
    sorts: ['-createdAt'],
    timed: 'createdAt',
  },
  listStaff: {
    url: path('/ops/users'),
    isForStaff: true,
    sorts: ['-createdAt', 'name', 'email'],
    timed: 'createdAt',
  },
  listKnowledgeDocuments: {
    url: path('/ops/knowledge/documents'),
    isForStaff: true,
    sorts: ['-createdAt', 'validFrom', 'slug'],
    timed: 'validFrom',
  },
  listKnowledgeGaps: {
    url: path('/ops/knowledge/gaps'),
    isForStaff: true,
    sorts: ['-lastAskedAt', 'times'],
    timed: 'lastAskedAt',
  },
  listMessageRatings: {
    url: path('/ops/conversations/ratings'),
    isForStaff: true,
    sorts: ['-ratedAt'],
    timed: 'ratedAt',
  },
  listLedgerEntries: { url: path('/ops/ledger/entries'), isForStaff: true, sorts: ['-at'], timed: 'at' },
  listModelCalls: { url: path('/ops/models/calls'), isForStaff: true, sorts: ['-at'], timed: 'at' },
  listAgentVersions: {
    url: path(`/agents/${versionedAgent}/versions`),
    isForStaff: true,
    sorts: ['-number'],
  },
  listIntentModels: { url: path('/ops/nlp/models'), isForStaff: true, sorts: ['-number'] },
  listTrainingExamples: {
    url: path('/ops/nlp/examples'),
    isForStaff: true,
    sorts: ['-createdAt'],
    timed: 'createdAt',
  },
  listMisunderstoodMessages: {
    url: path('/ops/nlp/misunderstood'),
    isForStaff: true,
    sorts: ['certainty', 'lastSaidAt'],
    timed: 'lastSaidAt',
  },
  listMcpServers: { url: path('/ops/mcp-servers'), isForStaff: true, sorts: ['-createdAt'] },
  listTools: { url: path('/tools?domain=bookings'), isForStaff: true, sorts: ['name'] },
  listWebhooks: { url: path('/webhooks'), isForStaff: true, sorts: ['-createdAt'], timed: 'createdAt' },
  listWebhookDeliveries: {
    url: () => `/api/v1/webhooks/${webhook}/deliveries?status=pending`,
    isForStaff: true,
    sorts: ['-at'],
    timed: 'at',
  },
  listPriceRules: {
    url: path('/ops/pricing/rules'),
    isForStaff: true,
    sorts: ['code', 'createdAt'],
    timed: 'createdAt',
  },
  listPriceRuleVersions: {
    url: path(`/ops/pricing/rules/${versionedRule}/versions`),
    isForStaff: true,
    sorts: ['-number'],
  },
  listServices: { url: path('/services'), isForStaff: true, sorts: ['name'] },
  searchServices: {
    url: path('/services/search?q=service'),
    isForStaff: true,
    sorts: ['-score', 'fromPaise', '-ratingAverage'],
  },
  listProviderRecords: {
    url: path('/ops/providers'),
    isForStaff: true,
    sorts: ['name', 'createdAt', 'ratingAverage'],
    timed: 'createdAt',
  },
  listShiftDrafts: {
    url: path('/ops/planning/drafts'),
    isForStaff: true,
    sorts: ['-createdAt'],
    timed: 'createdAt',
  },
  listPrioritisedComplaints: { url: path('/ops/complaints/priority'), isForStaff: true, sorts: ['rankAt'] },
  listDeskProfiles: { url: path('/ops/desk/profiles'), isForStaff: true, sorts: ['createdAt'] },
  listDutyExceptions: {
    url: () => `/api/v1/ops/desk/profiles/${colleague.id}/exceptions`,
    isForStaff: true,
    sorts: ['startsAt'],
    timed: 'startsAt',
  },
  listProviders: { url: path('/providers'), isForStaff: true, sorts: ['name', 'ratingAverage'] },
  listIncidents: { url: path('/ops/incidents'), isForStaff: true, sorts: ['-createdAt'], timed: 'createdAt' },
  listIncidentMembers: {
    url: () => `/api/v1/ops/incidents/${incident}/members`,
    isForStaff: true,
    sorts: ['createdAt'],
  },
  listIncidentSteps: {
    url: () => `/api/v1/ops/incidents/${incident}/steps`,
    isForStaff: true,
    sorts: ['createdAt'],
  },
  listRemedies: { url: path('/ops/remedies'), isForStaff: true, sorts: ['createdAt'], timed: 'createdAt' },
};

const read = (list: List, who: SignedIn, query: Record<string, string | number>) => {
  const url = list.url(who);
  const more = new URLSearchParams(query as Record<string, string>);
  const { headers } = list.isForStaff ? admin : who;
  return test.http({ url: `${url}${url.includes('?') ? '&' : '?'}${more}`, headers });
};
const all = async (
  list: List,
  who: SignedIn,
  query: Record<string, string | number> = {},
): Promise<Row[]> => {
  const rows: Row[] = [];
  let cursor: string | null = '';
  do {
    const answer = await read(list, who, { ...query, ...(cursor && { cursor }) });
    expect(answer.statusCode).toBe(200);
    rows.push(...answer.json().items);
    cursor = answer.json().nextCursor;
  } while (cursor !== null);
  return rows;
};
const backwards = (sort: string) => (sort.startsWith('-') ? sort.slice(1) : `-${sort}`);
const ids = (rows: readonly Row[]) => rows.map((row) => row.id ?? row.messageId ?? row.name);

it('is told of every list that comes in pages', () => {
  const { paths } = apiDocumentOf(test.app);
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods)) as {
    operationId: string;
    parameters?: { name: string; schema: { enum?: string[] } }[];
  }[];
  const paged = operations.filter(({ parameters = [] }) => parameters.some(({ name }) => name === 'cursor'));
  const declared = paged.map(({ operationId, parameters = [] }) => {
    const names = parameters.map(({ name }) => name);
    const sort = parameters.find(({ name }) => name === 'sort');
    return [operationId, sort?.schema.enum, names.includes('from') && names.includes('to')];
  });
  const columns = (sorts: string[]) => sorts.map((sort) => sort.replace('-', ''));
  const told = Object.entries(lists).map(([name, { sorts, timed }]) => [
    name,
    columns(sorts).flatMap((column) => [column, `-${column}`]),
    timed !== undefined,
  ]);
  expect(declared.sort()).toEqual(told.sort());
});

describe.each(Object.entries(lists))('%s', (_name, list) => {
  it('is in order, forwards and backwards, however large the pages are', async () => {
    expect(ids(await all(list, asha))).toEqual(ids(await all(list, asha, { sort: list.sorts[0]! })));
    for (const sort of list.sorts) {
      const rows = await all(list, asha, { sort, limit: 100 });
      expect(ids(await all(list, asha, { sort, limit: 2 }))).toEqual(ids(rows));
      expect(new Set(ids(rows)).size).toBe(rows.length);
      expect(ids(await all(list, asha, { sort: backwards(sort), limit: 3 }))).toEqual(ids(rows).toReversed());
      const column = sort.replace('-', '');
      const values = rows.map((row) => row[column] as string | number);
      const ascending = sort.startsWith('-') ? values.toReversed() : values;
      expect(ascending.toSorted((a, b) => (a < b ? -1 : Number(a > b)))).toEqual(ascending);
    }
  });

  it('goes on only in the order that it was begun in', async () => {
    const [sort] = list.sorts;
    const { nextCursor: cursor } = (await read(list, asha, { limit: 1, sort: sort! })).json();
    const answer = await read(list, asha, { limit: 1, sort: backwards(sort!), cursor });
    expect(answer.json()).toMatchObject({ status: 400, code: 'CURSOR_INVALID' });
    expect((await read(list, asha, { sort: 'passwordHash' })).json().code).toBe('VALIDATION_FAILED');
  });
});

describe.each(Object.entries(lists).filter(([, { timed }]) => timed))('%s', (_name, list) => {
  it('is of a period that includes its beginning and not its end', async () => {
    const rows = await all(list, asha);
    const times = [...new Set(rows.map((row) => row[list.timed!] as string))].sort();
    const [from, to] = [times[0]!, times.at(-1)!];
    const within = (period: object) => all(list, asha, period as never);
    const expected = (holds: (time: string) => boolean) =>
      ids(rows.filter((row) => holds(row[list.timed!] as string)));
    expect(ids(await within({ from, to }))).toEqual(expected((time) => time >= from && time < to));
    expect(ids(await within({ from: to }))).toEqual(expected((time) => time >= to));
    expect((await read(list, asha, { from: to, to: from })).json()).toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
      issues: [{ path: 'to' }],
    });
  });
});

describe.each(Object.entries(lists).filter(([, { isForStaff }]) => !isForStaff))('%s', (_name, list) => {
  it("never shows another customer's", async () => {
    const [hers, his] = [await all(list, asha), await all(list, bala)];
    expect([hers.length, his.length]).toEqual([4, 4]);
    expect(ids(his).filter((id) => ids(hers).includes(id))).toEqual([]);
    // Not with a cursor of theirs either.
    const { nextCursor: cursor } = (await read(list, asha, { limit: 1 })).json();
    const after: Row[] = (await read(list, bala, { cursor, limit: 100 })).json().items;
    expect(ids(after).filter((id) => !ids(his).includes(id))).toEqual([]);
  });
});

it('lists keys by what has become of them', async () => {
  const em = test.orm.em.fork();
  const [first, second] = await em.find(ApiKey, { ownerId: bala.customer.id }, { orderBy: { id: 1 } });
  first!.revokedAt = test.clock.now();
  second!.expiresAt = test.clock.now();
  await em.flush();
  const found = async (status: string) =>
    ids((await test.http({ url: `/api/v1/api-keys?status=${status}`, headers: bala.headers })).json().items);
  expect(await found('revoked')).toEqual([first!.id]);
  expect(await found('expired')).toEqual([second!.id]);
  expect(await found('active')).toHaveLength(2);
});
