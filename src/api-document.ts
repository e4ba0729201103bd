// What the API document says that only the program knows: its name, its tags, and who may call what.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { apiDocument } from '#libs/http';
import { RouteTable } from './access/route-table.js';

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
  Providers: 'Who does the work',
  Addresses: 'Where a customer wants work done',
  Bookings: 'Bookable start times, and those that are sold',
  Chat: 'Talking to the desk',
  Notifications: 'What people are told, by which ways, and how they wish it',
  Streams: 'What happens in a conversation, to a job, to you: followed live, or asked for',
  'API keys': 'Ways in for programs: they act as their owner, within their scopes',
  Flags: 'What is switched on, for whom',
  Audit: 'Who did what, and whether anybody has touched the record of it',
  Authorization: 'Why somebody was refused, who may do what, and what a change of roles would do',
  Health: 'Probes for operations',
};

export function apiDocumentOf(app: NestFastifyApplication): OpenAPIObject {
  const routes = app.get(RouteTable).all();
  const declared = new Map(routes.map(({ handler, access }) => [handler, access]));
  return apiDocument(app, {
    title: 'Home services desk',
    description:
      'Customer operations of a home-services marketplace. Errors are problem documents (RFC 9457) with a stable `code`.',
    version: '0.1.0',
    tags,
    permissionOf: (controller, handler) => {
      const access = declared.get(`${controller}.${handler}`)!;
      return access === 'public' ? null : access;
    },
  });
}
