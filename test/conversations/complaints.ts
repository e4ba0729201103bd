// Complaints of written conversations: those that are there before, and what stands in the database at the end.
import { ToolRegistry } from '#libs/tools';
import { onBehalfOf } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { ComplaintUpdate } from '../../src/complaints/updates/complaint-update.entity.js';
import type { TestApp } from '../support/app.js';
import type { Given } from '../support/given.js';
import type { ComplaintChange, ExpectedComplaint, GivenComplaint } from './script.js';

export interface ComplaintRow {
  category: string;
  severity: string;
  service: string | null;
  wanted: string | null;
  became: ComplaintChange | null;
  added: string;
  /** It was there before, and stands as it stood. */
  isUntouched: boolean;
}

export interface FiledBefore extends GivenComplaint {
  id: string;
}

/** By the customer's own tool; what has become of it since is put into its row. */
export async function fileGiven(
  running: TestApp,
  customerId: string,
  complaints: readonly GivenComplaint[],
): Promise<FiledBefore[]> {
  const registry = running.app.get(ToolRegistry, { strict: false });
  const permissions = new Set<string>(customerGrants);
  const actor = onBehalfOf({ kind: 'customer', id: customerId, permissions }, 'complaint');
  const filed: FiledBefore[] = [];
  for (const [nth, given] of complaints.entries()) {
    const { category, severity, subject, status } = given;
    const input = { category, severity, subject, description: subject };
    const outcome = await registry.execute(actor, 'complaints.create', input, {
      confirmation: `${customerId}-${nth}`,
    });
    if (!outcome.ok) throw new Error(`complaints.create: ${outcome.refusal.detail}`);
    const { id } = outcome.output as { id: string };
    const isEnded = status === 'resolved' || status === 'closed';
    const ended = isEnded ? { endedAt: running.clock.now(), resolvedAt: running.clock.now() } : {};
    await running.orm.em.fork().nativeUpdate(Complaint, { id }, { status: status as 'open', ...ended });
    filed.push({ ...given, id });
  }
  return filed;
}

/** References in a line: `{BK1}` of the first visit, `{CP1}` of the first complaint, `{BK0}` and `{CP0}` of somebody else's. */
export async function withReferences(
  running: TestApp,
  given: Given,
  own: { visits: readonly string[]; complaints: readonly { id: string }[] },
): Promise<(line: string) => Promise<string>> {
  const em = running.orm.em.fork();
  const another = async (): Promise<string> => (await given.customer()).id;
  const idOf = async (kind: string, nth: number): Promise<string> => {
    if (nth > 0) return kind === 'BK' ? own.visits[nth - 1]! : own.complaints[nth - 1]!.id;
    if (kind === 'BK') return (await em.findAll(Booking, { orderBy: { id: 'asc' }, limit: 1 }))[0]!.id;
    const strange = { category: 'no_show', severity: 'medium', status: 'open', subject: 'Nobody came' };
    return (await fileGiven(running, await another(), [strange]))[0]!.id;
  };
  const known = new Map<string, Promise<string>>();
  const referenceOf = async (place: string): Promise<string> => {
    const [, kind = '', nth = ''] = /^\{(BK|CP)(\d)\}$/.exec(place)!;
    const id = await idOf(kind, Number(nth));
    const { reference } = await em.findOneOrFail<Booking | Complaint>(kind === 'BK' ? Booking : Complaint, {
      id,
    });
    return reference;
  };
  return async (line) => {
    for (const [place] of line.matchAll(/\{(?:BK|CP)\d\}/g))
      if (!known.has(place)) known.set(place, referenceOf(place));
    const references = new Map<string, string>();
    for (const [place, reference] of known) references.set(place, await reference);
    return line.replace(/\{(?:BK|CP)\d\}/g, (place) => references.get(place)!);
  };
}

export async function complaintRowsOf(
  { orm }: TestApp,
  customer: string,
  before: readonly FiledBefore[],
): Promise<ComplaintRow[]> {
  const em = orm.em.fork();
  const complaints = await em.find(Complaint, { customer }, { orderBy: { id: 'asc' } });
  const rows = complaints.map(async (complaint): Promise<ComplaintRow> => {
    const given = before.find(({ id }) => id === complaint.id);
    const updates = await em.find(ComplaintUpdate, { complaint, authorKind: 'customer' });
    const booking =
      complaint.booking && (await em.findOneOrFail(Booking, complaint.booking, { populate: ['service'] }));
    const became = changeOf(complaint, given);
    const added = updates.map(({ body }) => body).join('\n');
    return {
      category: complaint.category,
      severity: complaint.severity,
      wanted: complaint.wanted ?? null,
      service: booking ? (booking.service as { slug: string }).slug : null,
      became,
      added,
      isUntouched: given !== undefined && became === null && added === '',
    };
  });
  return Promise.all(rows);
}

function changeOf({ status, escalationLevel }: Complaint, given?: GivenComplaint): ComplaintChange | null {
  if (escalationLevel > 0) return 'escalated';
  if (status === 'withdrawn') return 'withdrawn';
  return given !== undefined && status !== given.status ? 'reopened' : null;
}

export function isExpectedComplaint(row: ComplaintRow, expected: ExpectedComplaint): boolean {
  const { category, severity, wanted } = expected;
  return (
    category.split('|').includes(row.category) &&
    severity.split('|').includes(row.severity) &&
    row.service === expected.service &&
    (wanted === null || row.wanted === wanted) &&
    row.became === expected.became &&
    // Why it was escalated or withdrawn is kept as well.
    (expected.added === '' ? row.added === '' || row.became !== null : row.added.includes(expected.added))
  );
}
