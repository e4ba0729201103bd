// One line of the history, as the API tells it. What is kept of it is free JSON: here each kind gets the facts that it has, and no others.
import { z } from 'zod';
import { customerScope, type Actor } from '../../access/actor.js';
import type { ShownAttachment } from '../attachments/attachments.service.js';
import type { ComplaintEvent } from '../complaint.entity.js';
import { complaintStatuses } from '../complaint.states.js';
import { complaintCategories, complaintSeverities } from '../complaint.terms.js';
import type { ComplaintUpdate } from '../updates/complaint-update.entity.js';
import type { TimelineEntry } from './timeline.schemas.js';

/** What lines of a page refer to, by id. */
export interface TimelineThings {
  updates: ReadonlyMap<string, ComplaintUpdate>;
  attachments: ReadonlyMap<string, ShownAttachment>;
}

/** An id of a fact; null where the kind of line has none. */
const id = z.uuid().nullable().catch(null);
const text = z.string().nullable().catch(null);
const classified = z
  .object({
    category: z.enum(complaintCategories).nullable().catch(null),
    severity: z.enum(complaintSeverities).nullable().catch(null),
  })
  .catch({ category: null, severity: null });
const status = z.enum(complaintStatuses).nullable().catch(null);

/** Lines of earlier versions may lack what is told today. */
const facts = {
  filed: classified,
  status: z.object({ from: status, to: status, reopened: z.boolean().catch(false) }),
  said: z.object({ updateId: id }),
  assigned: z.object({ assigneeId: id }),
  reclassified: z.object({ from: classified, to: classified }),
  escalated: z.object({ level: z.int().catch(1), because: text }),
  target: z.object({ missed: text }),
  file: z.object({ attachmentId: id }),
  related: z.object({ complaintId: id, reference: text }),
  incident: z.object({ incidentId: id }),
  remedy: z.object({ remedyId: id, remedy: text, amountPaise: z.int().nullable().catch(null) }),
  surveyed: z.object({ surveyId: id, score: z.int().nullable().catch(null) }),
} as const;

/** Who of staff it was, and who has it now, is for staff. */
export function timelineEntry(actor: Actor, line: ComplaintEvent, things: TimelineThings): TimelineEntry {
  const isStaff = customerScope(actor) === null;
  const { id: lineId, at, byKind, byId, visibility } = line;
  const head = { id: lineId, at, byKind, byId: isStaff ? byId : null, visibility };
  return { ...head, ...factsOf(line, things, isStaff) } as TimelineEntry;
}

function factsOf({ kind, facts: kept }: ComplaintEvent, things: TimelineThings, isStaff: boolean) {
  switch (kind) {
    case 'replied':
    case 'noted': {
      const { updateId } = facts.said.parse(kept);
      const update = things.updates.get(updateId ?? '');
      return { kind, updateId, body: update?.body ?? '', authorKind: update?.authorKind ?? null };
    }
    case 'attached':
    case 'detached': {
      const { attachmentId } = facts.file.parse(kept);
      const attachment = things.attachments.get(attachmentId ?? '') ?? null;
      return kind === 'attached' ? { kind, attachmentId, attachment } : { kind, attachmentId };
    }
    case 'assigned':
      return { kind, assigneeId: isStaff ? facts.assigned.parse(kept).assigneeId : null };
    case 'linked':
    case 'merged':
    case 'split':
      return { kind, ...facts.related.parse(kept) };
    case 'edited':
      return { kind };
    default:
      return { kind, ...facts[kind].parse(kept) };
  }
}
