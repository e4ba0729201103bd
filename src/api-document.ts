// What the API document says that only the program knows: its name, its tags, and who may call what.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { EventRegistry } from '#libs/events';
import { apiDocument, type RouteTerms } from '#libs/http';
import { NotificationKindRegistry } from '#libs/notifications';
import { RouteTable, type TableRoute } from './access/route-table.js';
import { apiKeyScheme } from './api-keys/api-keys.document.js';
import { addNotificationKinds } from './notifications/notifications.document.js';
import { statusesOf } from './problems/problems.service.js';
import { signInSchemes, signInWays } from './sessions/sessions.document.js';
import { publishedMessages } from './webhooks/webhooks.document.js';

const info = {
  title: 'Home Services Desk',
  version: '0.1.0',
  description:
    'Customer operations of a home-services marketplace: what can be booked and for how much, bookings, the chat with the desk, and the ' +
    'work of staff.\n\n' +
    'Lists come in pages (`limit`, `cursor`). Changes take an `If-Match` with the `ETag` of what was read; creations take an ' +
    '`Idempotency-Key`. Errors are problem documents (RFC 9457) with a stable `code`. Amounts are integer paise, instants are UTC.',
  contact: { name: 'The desk for developers' },
  license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
};

const tags = {
  Auth: 'Registering, logging in, tokens',
  Sessions: 'Where whoever is signed in is logged in, also from a browser page',
  'Signing keys': 'What access tokens are signed with',
  Account: 'Whoever is signed in: profile, picture, data, closing the account',
  Customers: 'What staff see of customers, and may do to their accounts',
  'Staff sign-in': 'Registering and logging in as staff, second factors',
  Staff: 'Who works here, and as what',
  Roles: 'What each role of staff may do',
  Catalogue: 'What can be booked, where, and for how much',
  Places: 'Cities and pincodes that are served',
  Pricing: 'What things cost, quotes that are honoured, and the rules that staff make prices of',
  Providers: 'Who does the work',
  Planning: 'When providers work: shifts, leave, and drafts of weeks that cover what is expected',
  Addresses: 'Where a customer wants work done',
  Policies: 'What cancelling, moving and missing a visit costs, and when money comes back',
  Bookings: 'Bookable start times, and those that are sold',
  Payments: 'What was charged, paid and given back, and the books',
  Dispatch: 'Who is sent to a visit, and who comes when somebody does not',
  Reviews: 'What customers say of their visits',
  Photographs: 'Pictures of a visit: what is wrong, before the work, after it',
  Complaints: 'What went wrong, what is said about it, and how it was solved',
  'Complaints: operations': 'Complaints of everybody at the desk: found, sorted, given to somebody, counted',
  SLA: 'What is promised to who complains, and by which calendar it is counted',
  Incidents: 'Many complaints of one cause, answered and solved together',
  Remedies: 'What is done about a complaint: refund, credit, a free visit, an apology',
  Recommendations: 'What a customer may need next',
  Chat: 'Talking to the desk',
  Callbacks: 'Calls that customers ask for',
  Knowledge: 'Documents that answers about policy are drawn from',
  Notifications: 'What people are told, by which ways, and how they wish it',
  Streams: 'What happens in a conversation, to a complaint or a job, to you: followed live, or asked for',
  Jobs: 'Work in the background: ask for it, follow it, fetch the result',
  Models: 'The language models that may be asked',
  'Models: operations': 'What was asked of language models and what it did cost, for staff',
  'Jobs: operations': 'The background work of everybody, for staff',
  Schedules: 'What runs regularly',
  Webhooks: 'Other systems that are told of events, and what was sent to them',
  'Foreign tools':
    'Servers of others that speak the Model Context Protocol, and which of their tools are let in',
  'API keys': 'Ways in for programs: they act as their owner, within their scopes',
  Apps: 'Apps that people let in: they act for a person, within what the person has given (OAuth 2.1)',
  Flags: 'What is switched on, for whom',
  Audit: 'Who did what, and whether anybody has touched the record of it',
  Authorization: 'Why somebody was refused, who may do what, and what a change of roles would do',
  Agents: 'The specialists that answer in the chat',
  'Custom tools': 'Tools that staff make without code, where those may go, and what they show there',
  Tools: 'Everything that can be done here, for programs: found by name, tried, called',
  Language: 'What a text says, and how the engine that reads it is taught',
  Problems: 'What the codes of problem documents mean, and what to do about them',
  Health: 'Probes for operations',
};

type Tag = keyof typeof tags;

const tagGroups: Readonly<Record<string, readonly Tag[]>> = {
  'Signing in': ['Auth', 'Sessions', 'Staff sign-in', 'API keys', 'Apps'],
  Booking: [
    'Catalogue',
    'Places',
    'Pricing',
    'Providers',
    'Bookings',
    'Policies',
    'Payments',
    'Dispatch',
    'Reviews',
    'Complaints',
    'Photographs',
    'Recommendations',
    'Chat',
    'Callbacks',
    'Knowledge',
  ],
  'The account': ['Account', 'Addresses', 'Notifications'],
  'For programs': ['Tools'],
  'Live and later': ['Streams', 'Jobs', 'Webhooks'],
  'Staff and access': ['Customers', 'Staff', 'Roles', 'Authorization', 'Audit'],
  Operations: [
    'Planning',
    'Complaints: operations',
    'SLA',
    'Incidents',
    'Remedies',
    'Agents',
    'Custom tools',
    'Language',
    'Models',
    'Models: operations',
    'Foreign tools',
    'Jobs: operations',
    'Schedules',
    'Flags',
    'Signing keys',
    'Health',
    'Problems',
  ],
};

const securitySchemes = { ...signInSchemes, ...apiKeyScheme };

export function apiDocumentOf(app: NestFastifyApplication): OpenAPIObject {
  const routes = app.get(RouteTable);
  const document = apiDocument(app, {
    info,
    tags,
    tagGroups,
    securitySchemes,
    statusesOf,
    termsOf: (method, path) => termsOf(routes.find(method, path)!),
    messages: publishedMessages(app.get(EventRegistry, { strict: false }).all()),
  });
  addNotificationKinds(document, app.get(NotificationKindRegistry, { strict: false }).all());
  return document;
}

function termsOf({ method, access, audience, rateClass }: TableRoute): RouteTerms {
  const people = audience === null ? '' : ` (${audience === 'staff' ? 'staff' : 'customers'} only)`;
  return {
    security:
      access === 'public' ? [] : [...signInWays(method), ...(access === 'self' ? [] : [{ apiKey: [] }])],
    note: `_Who:_ ${callersOf(access)}${people}. _Rate class:_ \`${rateClass}\`.`,
    extensions: { 'x-permission': access, 'x-audience': audience ?? 'everybody', 'x-rate-class': rateClass },
  };
}

function callersOf(access: string): string {
  if (access === 'public') return 'everybody, without signing in';
  if (access === 'self') return 'whoever is signed in, but no API key';
  if (access === 'identified') return 'whoever is signed in, and API keys';
  return `whoever holds the permission \`${access}\``;
}
