// What a person can begin with. Each says which tools to use and what to ask before; what they answer with, their values say.
import { Injectable } from '@nestjs/common';
import type { GetPromptResult } from '@modelcontextprotocol/server';
import { Clock, dayMs } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { CompletesMcp, McpPrompt, type McpCall } from '../mcp.declarations.js';
import { DeskReads } from './desk-reads.js';

type Texts = Readonly<Record<string, string>>;

const isCustomer = ({ actor }: { actor: Actor }) => actor.kind === 'customer';
const readsReports = ({ actor }: { actor: Actor }) =>
  actor.kind === 'staff' && actor.permissions.has('reports.read');

@Injectable()
export class DeskPrompts {
  constructor(
    private readonly reads: DeskReads,
    private readonly clock: Clock,
  ) {}

  @McpPrompt({
    name: 'book_visit',
    title: 'Book a visit',
    description: 'From what is needed to a booked visit, with the price told before.',
    arguments: [
      { name: 'service', description: 'What is to be done, in words: AC repair', required: true },
      { name: 'pincode', description: 'Where, by its six digits' },
      { name: 'when', description: 'When it would suit, in words: Saturday morning' },
    ],
    isFor: isCustomer,
  })
  async bookVisit({ service, pincode, when }: Texts): Promise<GetPromptResult> {
    return asked(
      'Book a visit',
      `I want to book a visit. What I say of it:
${values({ service, pincode, when })}

Find the service with services_search_services, and my address with addresses among my tools or by asking me. Show me the price
(services_quote_service) and up to three free times (services_list_slots), and wait for my choice. Then book with bookings_create_booking;
I am asked to agree before it is done. Tell me the reference at the end.`,
    );
  }

  @CompletesMcp('book_visit', 'service')
  async serviceNames(typed: string, call: McpCall): Promise<string[]> {
    const rows = await this.reads.rows<{ name: string }>(call, 'services.list_services', { limit: 100 });
    const sought = typed.toLowerCase();
    return rows.map(({ name }) => name).filter((name) => name.toLowerCase().includes(sought));
  }

  @McpPrompt({
    name: 'complain_about_visit',
    title: 'Complain about a visit',
    description: 'Files a complaint about one of your visits.',
    arguments: [
      { name: 'booking', description: 'The reference of the visit: BK-7F3K9Q', required: true },
      { name: 'what_happened', description: 'In your own words', required: true },
    ],
    isFor: isCustomer,
  })
  async complain({ booking, what_happened: happened }: Texts): Promise<GetPromptResult> {
    return asked(
      'Complain about a visit',
      `I want to complain about a visit. What I say of it:
${values({ booking, happened })}

Find the visit among mine (bookings_list_bookings). Ask me what I would like to be done about it, if I have not said so. Then file the complaint
with complaints_create_complaint, in my words; I am asked to agree before it is done. Tell me its reference and by when I will hear.`,
    );
  }

  @CompletesMcp('complain_about_visit', 'booking')
  async bookingReferences(typed: string, call: McpCall): Promise<string[]> {
    const rows = await this.reads.rows<{ reference: string }>(call, 'bookings.list_bookings', { limit: 50 });
    const sought = typed.toUpperCase();
    return rows.map(({ reference }) => reference).filter((reference) => reference.startsWith(sought));
  }

  @McpPrompt({
    name: 'weekly_desk_summary',
    title: 'Summary of the week',
    description: 'What came in, what was solved, what is late: the complaints of seven days, for a meeting.',
    arguments: [{ name: 'until', description: 'The last day, as 2026-11-20. Default: today' }],
    isFor: readsReports,
  })
  async weekly({ until }: Texts): Promise<GetPromptResult> {
    const last = until ?? this.clock.now().toISOString().slice(0, 10);
    const first = new Date(Date.parse(`${last}T00:00:00Z`) - 6 * dayMs);
    const from = Number.isNaN(first.getTime()) ? 'seven days before' : first.toISOString().slice(0, 10);
    return asked(
      'Summary of the week',
      `Write a summary of the week for the complaints desk:
${values({ from, until: last })}

Read the figures (complaints_get_complaint_figures) and what is late at this moment (complaints_search_complaints with due "late").
Half a page: what came in and what was solved, the three largest categories, what is late and with whom, what changed since the week before.
Give only figures that the tools answered, and change nothing.`,
    );
  }
}

function asked(description: string, text: string): GetPromptResult {
  return { description, messages: [{ role: 'user', content: { type: 'text', text } }] };
}

/** In lines of their own, as JSON: what somebody types is no instruction of ours. */
function values(given: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `- ${name}: ${JSON.stringify(value)}`)
    .join('\n');
}
