// The history of a complaint in the words of the clock.
import type { SlaEvent, SlaSubject, WaitingReason } from '../../sla/clock/sla-terms.entity.js';
import type { Complaint, ComplaintEvent } from '../complaint.entity.js';
import { isUnsolved, isWaiting, type ComplaintStatus } from '../complaint.states.js';

/** What it takes to reckon the targets of a complaint. The history must be loaded. */
export type ClockedComplaint = Pick<Complaint, 'createdAt' | 'category' | 'severity' | 'history'>;

type Kind = Pick<Complaint, 'category' | 'severity'>;
type Tiered = { customerTier?: string };

/**
 * @param city whose calendar it is under; null where it is about no visit
 * @returns the filing first, whatever was written at the same moment
 */
export function clockEventsOf(complaint: ClockedComplaint, city: string | null): SlaEvent[] {
  const lines = complaint.history.getItems();
  let kind = filedAs(complaint, lines);
  let tier = lines.find((line) => line.kind === 'filed')?.facts as Tiered | undefined;
  const subject = (): SlaSubject => subjectOf(kind, tier?.customerTier);
  const events: SlaEvent[] = [{ at: complaint.createdAt, kind: 'filed', subject: subject(), city }];
  for (const line of lines) {
    const facts = line.facts as { to?: unknown; policy?: unknown } & Tiered;
    if (line.kind === 'reclassified') kind = facts.to as Kind;
    const isOfTier = line.kind === 'target' && facts.customerTier !== undefined;
    if (isOfTier) tier = facts;
    const isRetargeted =
      isOfTier || line.kind === 'reclassified' || (line.kind === 'target' && facts.policy !== undefined);
    const event = isRetargeted ? { kind: 'retargeted' as const, subject: subject() } : heard(line);
    if (event) events.push({ at: line.at, ...event });
  }
  return events;
}

/** What was filed before customers had a tier has none, until theirs is changed: a rule that asks for one does not hold. */
const subjectOf = ({ category, severity }: Kind, customerTier: string | null = null): SlaSubject => ({
  category,
  severity,
  customerTier,
});

/** As which it was filed. What was filed before there was a history is as it is. */
function filedAs(complaint: ClockedComplaint, lines: readonly ComplaintEvent[]): Kind {
  const filed = lines.find(({ kind }) => kind === 'filed')?.facts as Partial<Kind> | undefined;
  const first = lines.find(({ kind }) => kind === 'reclassified')?.facts as { from: Kind } | undefined;
  return { category: complaint.category, severity: complaint.severity, ...first?.from, ...filed };
}

type Heard =
  Exclude<SlaEvent, { kind: 'filed' | 'retargeted' }> extends infer Event
    ? Event extends { at: Date }
      ? Omit<Event, 'at'>
      : never
    : never;

function heard({ kind, byKind, facts }: ComplaintEvent): Heard | null {
  // What the program says by itself, that it has come for instance, answers nobody.
  if (kind === 'replied' && byKind !== 'system')
    return { kind: byKind === 'staff' ? 'staff_replied' : 'customer_wrote' };
  if (kind !== 'status') return null;
  const { from, to } = facts as { from: ComplaintStatus; to: ComplaintStatus };
  if (isWaiting(to)) return { kind: 'waiting', reason: to.replace('waiting_for_', '') as WaitingReason };
  if (to === 'resolved') return { kind: 'resolved' };
  if (!isUnsolved(to)) return { kind: 'ended' };
  return { kind: isUnsolved(from) ? 'working' : 'reopened' };
}
