// What went wrong, what was said about it, and the queue in which the unsolved ones stand.
import { dayMs } from '#libs/time';
import {
  Complaint,
  ComplaintUpdate,
  PriorityEntry,
  type complaintStatuses,
} from '../complaints/complaint.entity.js';
import type { DemoBooking } from './bookings.js';
import { complaintsContent, type ComplaintsContent, type DemoSeverity } from './content.js';
import type { InsertRows } from './insert.js';
import type { DemoCustomer, DemoStaff } from './people.js';
import { minutesAfter, referenceOf, demoStamps, type DemoScene } from './scene.js';

type Status = (typeof complaintStatuses)[number];
type Occasion = keyof ComplaintsContent['updates'];

/** How many complaints of a block stand where; those that are not solved are in the priority queue. */
const standing: Record<Status, number> = {
  open: 40,
  in_progress: 30,
  waiting_for_customer: 15,
  escalated: 15,
  resolved: 12,
  closed: 8,
};
export const complaintsPerBlock = 120;
export const queuedPerBlock = 100;
/** Each is acknowledged; of those in progress, {@link discussedPerBlock} have a second update, and all that went further. */
const discussedPerBlock = 10;
export const updatesPerBlock = 180;

/** Points for severity, and the hours within which the handbook ("Complaint handling") promises a solution. */
const bySeverity: Record<DemoSeverity, { points: number; hours: number }> = {
  critical: { points: 60, hours: 24 },
  high: { points: 45, hours: 48 },
  medium: { points: 25, hours: 120 },
  low: { points: 10, hours: 240 },
};

/** Whoever is to solve one within this time knows it. */
const toldAheadMs = dayMs;

export function addComplaints(
  scene: DemoScene,
  rows: InsertRows,
  bookings: readonly DemoBooking[],
  staff: readonly DemoStaff[],
): void {
  const statuses = (Object.keys(standing) as Status[]).flatMap((status) =>
    Array<Status>(standing[status]).fill(status),
  );
  const assignees = staff.filter(({ role }) => role === 'ops_agent' || role === 'ops_lead');
  statuses.forEach((status, index) => addComplaint(scene, rows, status, index, bookings, assignees));
}

function addComplaint(
  scene: DemoScene,
  rows: InsertRows,
  status: Status,
  index: number,
  bookings: readonly DemoBooking[],
  assignees: readonly DemoStaff[],
): void {
  const { random, now } = scene;
  const { category, severity, subject, text } = random.pick(complaintsContent.complaints);
  const { hours } = bySeverity[severity];
  const solved = status === 'resolved' || status === 'closed';
  // Most are still within their time, some are late; the solved ones lie back further.
  const createdAt = solved
    ? scene.daysAgo(60, 15)
    : scene.minutesAgo(Math.round(hours * 60 * (0.1 + 1.1 * random.fraction())));
  const dueAt = minutesAfter(createdAt, hours * 60);
  const resolvedAt = solved ? minutesAfter(createdAt, random.between(hours * 12, hours * 66)) : null;
  const visit = random.pick(bookings.filter(({ endsAt }) => endsAt < createdAt));
  const assignee = random.pick(assignees);
  // The past has been told: a first start writes nobody a hundred mails about it.
  const isNear = dueAt.getTime() - now.getTime() < toldAheadMs;
  const reasons = reasonsFor(scene, severity, createdAt, dueAt);
  const priorityScore = reasons.reduce((sum, { points }) => sum + points, 0);
  const complaint = scene.row(createdAt);
  const reference = referenceOf('CP', scene.block * complaintsPerBlock + index);
  rows.add(Complaint, {
    ...complaint,
    reference,
    category,
    severity,
    status,
    subject,
    priorityScore,
    dueAt,
    resolvedAt,
    updatedAt: resolvedAt ?? createdAt,
    customer: visit.customer.id,
    booking: random.chance(0.8) ? visit.id : null,
    assignee: status === 'open' ? null : assignee.id,
    description: text.replaceAll('{service}', visit.service.name),
    dueSoonToldFor: isNear ? dueAt : null,
    overdueToldFor: dueAt <= now ? dueAt : null,
  });
  if (!solved) {
    rows.add(PriorityEntry, {
      complaint: complaint.id,
      score: priorityScore,
      reasons,
      ...demoStamps(createdAt),
    });
  }
  const about = { complaint: complaint.id, reference, customer: visit.customer, author: assignee.id };
  addUpdate(scene, rows, about, 'acknowledged', minutesAfter(createdAt, 5));
  const next = nextOccasion(status, index);
  const halfway = new Date((createdAt.getTime() + now.getTime()) / 2);
  if (next) addUpdate(scene, rows, about, next, resolvedAt ?? halfway);
}

/** The score explains itself: it is the sum of these points. */
function reasonsFor({ random, now }: DemoScene, severity: DemoSeverity, createdAt: Date, dueAt: Date) {
  const days = Math.floor((now.getTime() - createdAt.getTime()) / dayMs);
  const reasons = [
    { factor: 'severity', points: bySeverity[severity].points, because: `Severity ${severity}` },
  ];
  if (days > 0) reasons.push({ factor: 'age', points: Math.min(days, 10), because: `Open for ${days} days` });
  if (dueAt < now) reasons.push({ factor: 'overdue', points: 15, because: 'The promised time has passed' });
  if (random.chance(0.4)) reasons.push({ factor: 'sentiment', points: 10, because: 'The customer is upset' });
  if (random.chance(0.15))
    reasons.push({ factor: 'repeat', points: 5, because: 'Second complaint about this' });
  return reasons;
}

function nextOccasion(status: Status, index: number): Occasion | null {
  if (status === 'resolved' || status === 'closed') return 'resolved';
  if (status === 'waiting_for_customer') return 'waiting';
  if (status === 'escalated') return 'escalated';
  if (status === 'in_progress' && index < standing.open + discussedPerBlock)
    return index % 2 === 0 ? 'internal' : 'customer';
  return null;
}

interface About {
  complaint: string;
  reference: string;
  customer: DemoCustomer;
  /** Of the staff. */
  author: string;
}

function addUpdate(
  scene: DemoScene,
  rows: InsertRows,
  { complaint, reference, customer, author }: About,
  occasion: Occasion,
  at: Date,
): void {
  const byCustomer = occasion === 'customer';
  const body = scene.random
    .pick(complaintsContent.updates[occasion])
    .replaceAll('{customer}', customer.name)
    .replaceAll('{reference}', reference);
  rows.add(ComplaintUpdate, {
    ...scene.row(at),
    complaint,
    body,
    authorKind: byCustomer ? 'customer' : 'staff',
    authorId: byCustomer ? customer.id : author,
    visibility: occasion === 'internal' ? 'internal' : 'public',
  });
}
