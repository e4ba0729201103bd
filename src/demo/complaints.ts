// What went wrong, what was said about it, and the queue in which the unsolved ones stand.
import { dayMs } from '#libs/time';
import { Complaint, ComplaintEvent } from '../complaints/complaint.entity.js';
import { firstSlaPolicyNumber } from '../sla/sla-policy.entity.js';
import { ComplaintTarget } from '../complaints/targets/complaint-target.entity.js';
import { ComplaintUpdate } from '../complaints/updates/complaint-update.entity.js';
import { PriorityEntry } from '../complaints/priority/priority-entry.entity.js';
import {
  isUnsolved,
  isWaiting,
  reopenableMs,
  type ComplaintEventKind,
  type ComplaintStatus,
} from '../complaints/complaint.states.js';
import type { DemoBooking } from './bookings.js';
import { complaintsContent, type ComplaintsContent, type DemoSeverity } from './content.js';
import type { InsertRows } from './insert.js';
import type { DemoCustomer, DemoStaff } from './people.js';
import { minutesAfter, referenceOf, demoStamps, type DemoScene } from './scene.js';

type Occasion = keyof ComplaintsContent['updates'];

/** Where a complaint of a block stands. */
interface Standing {
  status: ComplaintStatus;
  escalationLevel: number;
}

const standing = (count: number, status: ComplaintStatus, escalationLevel = 0): Standing[] =>
  Array.from({ length: count }, () => ({ status, escalationLevel }));

const openPerBlock = 40;
/** Of one block; those that are not solved are in the priority queue. */
const standings: readonly Standing[] = [
  ...standing(openPerBlock, 'open'),
  ...standing(30, 'in_progress'),
  ...standing(9, 'waiting_for_customer'),
  ...standing(4, 'waiting_for_provider'),
  ...standing(2, 'waiting_for_parts'),
  ...standing(15, 'in_progress', 1),
  ...standing(12, 'resolved'),
  ...standing(8, 'closed'),
];
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
  const assignees = staff.filter(({ role }) => role === 'ops_agent' || role === 'ops_lead');
  standings.forEach((each, index) => addComplaint(scene, rows, each, index, bookings, assignees));
}

function addComplaint(
  scene: DemoScene,
  rows: InsertRows,
  { status, escalationLevel }: Standing,
  index: number,
  bookings: readonly DemoBooking[],
  assignees: readonly DemoStaff[],
): void {
  const { random, now } = scene;
  const { category, severity, subject, text } = random.pick(complaintsContent.complaints);
  const { hours } = bySeverity[severity];
  const solved = !isUnsolved(status);
  // Most are still within their time, some are late; the solved ones lie back further.
  const createdAt = solved
    ? scene.daysAgo(status === 'closed' ? 60 : 20, status === 'closed' ? 30 : 12)
    : scene.minutesAgo(Math.round(hours * 60 * (0.1 + 1.1 * random.fraction())));
  const dueAt = minutesAfter(createdAt, hours * 60);
  const resolvedAt = solved ? minutesAfter(createdAt, random.between(hours * 12, hours * 66)) : null;
  const halfway = new Date((createdAt.getTime() + now.getTime()) / 2);
  const visit = random.pick(bookings.filter(({ endsAt }) => endsAt < createdAt));
  const assignee = random.pick(assignees);
  // The past has been told: a first start writes nobody a hundred mails about it.
  const isNear = dueAt.getTime() - now.getTime() < toldAheadMs;
  const reasons = reasonsFor(scene, severity, createdAt, dueAt);
  const priorityScore = reasons.reduce((sum, { points }) => sum + points, 0);
  const complaint = scene.row(createdAt);
  const acknowledgedAt = minutesAfter(createdAt, 5);
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
    endedAt: resolvedAt,
    firstRespondedAt: acknowledgedAt,
    escalationLevel,
    escalatedAt: escalationLevel > 0 ? halfway : null,
    waitingSince: isWaiting(status) ? halfway : null,
    updatedAt: resolvedAt ?? createdAt,
    customer: visit.customer.id,
    ...(random.chance(0.8) ? visitOf(visit) : noVisit),
    assignee: status === 'open' ? null : assignee.id,
    description: text.replaceAll('{service}', visit.service.name),
  });
  if (!solved) {
    rows.add(ComplaintTarget, {
      id: scene.row(createdAt).id,
      complaint: complaint.id,
      metric: 'resolution',
      cycle: 0,
      state: 'running',
      startsAt: createdAt,
      endedAt: null,
      dueAt,
      atRiskAt: null,
      breachedAt: null,
      policy: firstSlaPolicyNumber,
      rule: severity,
      atRiskToldFor: isNear ? dueAt : null,
      overdueToldFor: dueAt <= now ? dueAt : null,
      ...demoStamps(createdAt),
    });
    rows.add(PriorityEntry, {
      complaint: complaint.id,
      score: priorityScore,
      reasons,
      ...demoStamps(createdAt),
    });
  }
  const about = { complaint: complaint.id, reference, customer: visit.customer, author: assignee.id };
  addLine(scene, rows, about, createdAt, 'filed', { category, severity });
  addUpdate(scene, rows, about, 'acknowledged', acknowledgedAt);
  const next = nextOccasion({ status, escalationLevel }, index);
  if (next) addUpdate(scene, rows, about, next, resolvedAt ?? halfway);
  for (const [at, from, to] of stepsOf(status, { acknowledgedAt, halfway, resolvedAt }))
    addLine(scene, rows, about, at, 'status', { from, to });
  if (escalationLevel > 0) addLine(scene, rows, about, halfway, 'escalated', { level: escalationLevel });
}

function visitOf({ id, provider, service, address: { pincode } }: DemoBooking) {
  return { booking: id, provider: provider.id, service: service.id, pincode };
}
const noVisit = { booking: null, provider: null, service: null, pincode: null };

type Step = [at: Date, from: ComplaintStatus, to: ComplaintStatus];

/** How it came to stand where it stands. */
function stepsOf(
  status: ComplaintStatus,
  { acknowledgedAt, halfway, resolvedAt }: { acknowledgedAt: Date; halfway: Date; resolvedAt: Date | null },
): Step[] {
  if (status === 'open') return [];
  const steps: Step[] = [[acknowledgedAt, 'open', 'in_progress']];
  if (isWaiting(status)) steps.push([halfway, 'in_progress', status]);
  if (resolvedAt) steps.push([resolvedAt, 'in_progress', 'resolved']);
  if (resolvedAt && status === 'closed')
    steps.push([minutesAfter(resolvedAt, reopenableMs / 60_000), 'resolved', 'closed']);
  return steps;
}

function addLine(
  scene: DemoScene,
  rows: InsertRows,
  { complaint, customer, author }: About,
  at: Date,
  kind: ComplaintEventKind,
  facts: object,
  byCustomer = kind === 'filed',
): void {
  rows.add(ComplaintEvent, {
    ...scene.row(at),
    complaint,
    kind,
    at,
    facts,
    byKind: byCustomer ? 'customer' : 'staff',
    byId: byCustomer ? customer.id : author,
    visibility: kind === 'noted' ? 'internal' : 'public',
  });
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

function nextOccasion({ status, escalationLevel }: Standing, index: number): Occasion | null {
  if (!isUnsolved(status)) return 'resolved';
  if (isWaiting(status)) return 'waiting';
  if (escalationLevel > 0) return 'escalated';
  if (status === 'in_progress' && index < openPerBlock + discussedPerBlock)
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
  const isInternal = occasion === 'internal';
  const update = scene.row(at);
  rows.add(ComplaintUpdate, {
    ...update,
    complaint,
    body,
    authorKind: byCustomer ? 'customer' : 'staff',
    authorId: byCustomer ? customer.id : author,
    visibility: isInternal ? 'internal' : 'public',
  });
  const about = { complaint, reference, customer, author };
  addLine(scene, rows, about, at, isInternal ? 'noted' : 'replied', { updateId: update.id }, byCustomer);
}
