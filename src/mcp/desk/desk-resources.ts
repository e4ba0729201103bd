// What the desk has to read under an address of its own.
import { Injectable } from '@nestjs/common';
import type { ReadResourceResult, Resource } from '@modelcontextprotocol/server';
import type { Actor } from '../../access/actor.js';
import { FollowingService } from '../../realtime/following.service.js';
import {
  CompletesMcp,
  FeedsMcpResource,
  ListsMcpResources,
  McpResource,
  type McpCall,
} from '../mcp.declarations.js';
import { DeskReads } from './desk-reads.js';

const json = 'application/json';
const booking = 'desk://bookings/{id}';
const complaint = 'desk://complaints/{id}';
const document = 'desk://knowledge/{id}';
const service = 'desk://services/{id}';

/** Of the caller's own, the newest. */
const listedAtOnce = 50;

interface Row {
  id: string;
  reference: string;
  createdAt: string;
}
interface BookingRow extends Row {
  service: { name: string };
  startsAt: string;
  status: string;
}
interface ComplaintRow extends Row {
  subject: string;
  status: string;
}
interface ServiceRow {
  id: string;
  name: string;
}

const isCustomer = ({ actor }: { actor: Actor }) => actor.kind === 'customer';

@Injectable()
export class DeskResources {
  constructor(
    private readonly reads: DeskReads,
    private readonly following: FollowingService,
  ) {}

  @McpResource({
    uri: 'desk://policies',
    name: 'policies',
    title: 'Policies in force',
    description: 'What moving and cancelling a visit costs, and what else was agreed to: by its clauses.',
    mimeType: json,
  })
  policies(uri: string, _: object, call: McpCall) {
    return this.shown(uri, call, 'policies.get_current_policy');
  }

  @McpResource({
    uri: 'desk://services',
    name: 'services',
    title: 'Catalogue of services',
    description: 'What can be booked; the first hundred. services_search_services finds the others.',
    mimeType: json,
  })
  services(uri: string, _: object, call: McpCall) {
    return this.shown(uri, call, 'services.list_services', { limit: 100 });
  }

  @McpResource({
    uri: 'desk://cities',
    name: 'cities',
    title: 'Cities',
    description: 'Where services are offered.',
    mimeType: json,
  })
  cities(uri: string, _: object, call: McpCall) {
    return this.shown(uri, call, 'places.list_cities');
  }

  @McpResource({
    uri: service,
    name: 'service',
    title: 'A service',
    description: 'One service of the catalogue, by its id.',
    mimeType: json,
  })
  service(uri: string, { id }: Readonly<Record<string, string>>, call: McpCall) {
    return this.shown(uri, call, 'services.get_service', { id });
  }

  @McpResource({
    uri: booking,
    name: 'booking',
    title: 'A booking',
    description: 'A visit with its times, price and history, by its id: of customers their own.',
    mimeType: json,
  })
  booking(uri: string, { id }: Readonly<Record<string, string>>, call: McpCall) {
    return this.shown(uri, call, 'bookings.get_booking', { id });
  }

  @McpResource({
    uri: complaint,
    name: 'complaint',
    title: 'A complaint',
    description:
      'A complaint and where it stands, by its id: of customers their own. It can be subscribed to.',
    mimeType: json,
  })
  complaint(uri: string, { id }: Readonly<Record<string, string>>, call: McpCall) {
    return this.shown(uri, call, 'complaints.get_complaint', { id });
  }

  @McpResource({
    uri: document,
    name: 'knowledge-document',
    title: 'A document of the knowledge base',
    description: 'What the desk answers from, by the id that knowledge_search_knowledge tells.',
    mimeType: json,
  })
  document(uri: string, { id }: Readonly<Record<string, string>>, call: McpCall) {
    return this.shown(uri, call, 'knowledge.get_document', { id });
  }

  /** Of staff nothing is their own: they search. */
  @ListsMcpResources('bookings and complaints of customers')
  async own(call: McpCall): Promise<readonly Resource[]> {
    if (!isCustomer(call)) return [];
    const [bookings, complaints] = [await this.bookings(call), await this.complaints(call)];
    return [
      ...bookings.map((row) => ({
        uri: booking.replace('{id}', row.id),
        name: row.reference,
        title: `${row.service.name}, ${row.startsAt.slice(0, 10)} (${row.status})`,
        mimeType: json,
      })),
      ...complaints.map((row) => ({
        uri: complaint.replace('{id}', row.id),
        name: row.reference,
        title: `${row.subject} (${row.status})`,
        mimeType: json,
      })),
    ];
  }

  @FeedsMcpResource(complaint)
  async complaintChanges(
    actor: Actor,
    { id }: Readonly<Record<string, string>>,
    changed: () => void,
    signal: AbortSignal,
  ): Promise<boolean> {
    const stream = `complaint:${id}`;
    if (!(await this.following.mayFollow(actor, stream))) return false;
    const { entries } = await this.following.follow(actor, stream, await this.lastOf(actor, stream), signal);
    void (async () => {
      for await (const _ of entries) {
        // Rights may have gone meanwhile.
        if (!(await this.following.mayFollow(await this.following.again(actor), stream))) return;
        changed();
      }
    })().catch(() => {}); // The stream has ended with its signal, or the database is away: the client reads again.
    return true;
  }

  @CompletesMcp(booking, 'id')
  async bookingIds(typed: string, call: McpCall) {
    return beginning(
      typed,
      (await this.bookings(call)).map(({ id }) => id),
    );
  }

  @CompletesMcp(complaint, 'id')
  async complaintIds(typed: string, call: McpCall) {
    return beginning(
      typed,
      (await this.complaints(call)).map(({ id }) => id),
    );
  }

  @CompletesMcp(service, 'id')
  async serviceIds(typed: string, call: McpCall) {
    const rows = await this.reads.rows<ServiceRow>(call, 'services.list_services', { limit: 100 });
    return beginning(
      typed,
      rows.map(({ id }) => id),
    );
  }

  private bookings(call: McpCall): Promise<BookingRow[]> {
    return this.reads.rows(call, 'bookings.list_bookings', { limit: listedAtOnce });
  }

  private complaints(call: McpCall): Promise<ComplaintRow[]> {
    const tool = isCustomer(call) ? 'complaints.list_complaints' : 'complaints.search_complaints';
    return this.reads.rows(call, tool, { limit: listedAtOnce });
  }

  private async lastOf(actor: Actor, stream: string): Promise<number> {
    // Only what comes from now on.
    const over = AbortSignal.abort();
    const { last } = await this.following.follow(actor, stream, 0, over);
    return last;
  }

  private async shown(
    uri: string,
    call: McpCall,
    tool: string,
    args: object = {},
  ): Promise<ReadResourceResult | undefined> {
    const answer = await this.reads.read(call, tool, args);
    return answer === undefined
      ? undefined
      : { contents: [{ uri, mimeType: json, text: JSON.stringify(answer) }] };
  }
}

function beginning(typed: string, values: readonly string[]): string[] {
  return values.filter((value) => value.startsWith(typed.toLowerCase()));
}
