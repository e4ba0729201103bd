// What may be done to a complaint next, and why not: the checks that the services make, asked before anybody tries.
import { DomainError } from '#libs/errors';
import { customerScope, mayDo, type Actor } from '../../access/actor.js';
import type { Permission } from '../../access/roles.js';
import type { Complaint } from '../complaint.entity.js';
import type { ComplaintStatus } from '../complaint.states.js';
import { checkNotMerged, checkUnmerging } from '../desk/merging/merge-rules.js';
import { checkSurvey } from '../surveys/survey.entity.js';

export const complaintActions = [
  'update',
  'attach',
  'edit',
  'escalate',
  'resolve',
  'reopen',
  'survey',
  'withdraw',
  'set_status',
  'reclassify',
  'merge',
  'unmerge',
  'split',
  'apply_macro',
] as const;
export type ComplaintAction = (typeof complaintActions)[number];

interface Declared {
  method: 'POST' | 'PUT' | 'PATCH';
  href(id: string): string;
  permission: Permission;
  /** Who is offered it; both where it says nothing. */
  only?: 'customer' | 'staff';
  /** @throws DomainError, which says why not */
  check(complaint: Complaint, now: Date): void;
}

const path = (name: string) => (id: string) => `/api/v1/complaints/${id}${name}`;
const desk = (name: string) => (id: string) => `/api/v1/ops/complaints/${id}${name}`;
const byStaff = { permission: 'complaints.update', only: 'staff' } as const;
const whileUnsolved = (complaint: Complaint): void => complaint.checkUnsolved();

/** Merging is a step of its own, only its customer withdraws a complaint, and time closes it. */
export const settableStatuses = [
  'in_progress',
  'waiting_for_customer',
  'waiting_for_provider',
  'waiting_for_parts',
  'resolved',
] as const satisfies readonly ComplaintStatus[];

/** What each action may make of a complaint; the others leave it where it is. */
function outcomesOf(action: ComplaintAction, { status }: Complaint): readonly ComplaintStatus[] {
  switch (action) {
    case 'resolve':
      return ['resolved'];
    case 'reopen':
    case 'unmerge':
      return ['in_progress'];
    case 'withdraw':
      return ['withdrawn'];
    case 'merge':
      return ['merged'];
    case 'set_status':
      return settableStatuses;
    default:
      // What their customer is asked for, they answer by these.
      return status === 'waiting_for_customer' && answers.has(action) ? ['in_progress'] : [];
  }
}

const answers: ReadonlySet<ComplaintAction> = new Set(['update', 'attach']);

/** Staff move what somebody works on, and reopen what was solved. */
function checkMovable(complaint: Complaint, now: Date): void {
  checkNotMerged(complaint);
  if (complaint.nextStatuses.includes('in_progress') && !complaint.isUnsolved) complaint.checkReopening(now);
  else complaint.checkUnsolved();
}

const declared: Readonly<Record<ComplaintAction, Declared>> = {
  update: {
    method: 'POST',
    href: path('/updates'),
    permission: 'complaints.create',
    check: (complaint) => complaint.checkUnsolved(),
  },
  attach: {
    method: 'POST',
    href: path('/attachments'),
    permission: 'complaints.create',
    check: (complaint) => complaint.checkUnsolved(),
  },
  edit: {
    method: 'PUT',
    href: path(''),
    permission: 'complaints.create',
    only: 'customer',
    check: (complaint) => complaint.checkEdit(),
  },
  escalate: {
    method: 'POST',
    href: path('/escalate'),
    permission: 'complaints.create',
    check: (complaint) => complaint.checkUnsolved(),
  },
  resolve: {
    method: 'POST',
    href: path('/resolve'),
    permission: 'complaints.create',
    check: (complaint, now) => complaint.checkMove('resolved', now),
  },
  reopen: {
    method: 'POST',
    href: path('/reopen'),
    permission: 'complaints.create',
    check: (complaint, now) => complaint.checkReopening(now),
  },
  survey: {
    method: 'POST',
    href: path('/survey'),
    permission: 'complaints.create',
    only: 'customer',
    check: checkSurvey,
  },
  withdraw: {
    method: 'POST',
    href: path('/withdraw'),
    permission: 'complaints.create',
    only: 'customer',
    check: (complaint, now) => complaint.checkMove('withdrawn', now),
  },
  set_status: { method: 'PUT', href: desk('/status'), ...byStaff, check: checkMovable },
  reclassify: { method: 'PATCH', href: desk(''), ...byStaff, check: whileUnsolved },
  merge: {
    method: 'POST',
    href: desk('/merge'),
    ...byStaff,
    check: (complaint, now) => complaint.checkMove('merged', now),
  },
  unmerge: { method: 'POST', href: desk('/unmerge'), ...byStaff, check: checkUnmerging },
  split: { method: 'POST', href: desk('/split'), ...byStaff, check: whileUnsolved },
  apply_macro: { method: 'POST', href: desk('/macro'), ...byStaff, check: whileUnsolved },
};

export interface NextComplaintAction {
  action: ComplaintAction;
  isAllowed: boolean;
  /** As the refusal would say it; null where it is allowed. */
  whyNot: { code: string; detail: string } | null;
  method: string;
  href: string;
}

/** Those that are meant for the caller, allowed or not, in the order of {@link complaintActions}. */
export function nextActions(actor: Actor, complaint: Complaint, now: Date): NextComplaintAction[] {
  const audience = customerScope(actor) === null ? 'staff' : 'customer';
  return complaintActions
    .filter((action) => (declared[action].only ?? audience) === audience)
    .map((action) => {
      const { method, href } = declared[action];
      const whyNot = refusalOf(actor, complaint, action, now);
      return { action, isAllowed: whyNot === null, whyNot, method, href: href(complaint.id) };
    });
}

/** What the caller may make of it at `now`, in the order of the transition table. */
export function nextStatuses(actor: Actor, complaint: Complaint, now: Date): ComplaintStatus[] {
  const isCustomer = customerScope(actor) !== null;
  const reached = new Set(
    nextActions(actor, complaint, now)
      .filter(({ action, isAllowed }) => isAllowed && (isCustomer || !answers.has(action)))
      .flatMap(({ action }) => outcomesOf(action, complaint)),
  );
  return complaint.nextStatuses.filter((status) => reached.has(status));
}

function refusalOf(
  actor: Actor,
  complaint: Complaint,
  action: ComplaintAction,
  now: Date,
): NextComplaintAction['whyNot'] {
  const { permission, check } = declared[action];
  if (!mayDo(actor, permission))
    return { code: 'FORBIDDEN', detail: `This needs the permission ${permission}.` };
  try {
    check(complaint, now);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, detail: error.message };
  }
}
