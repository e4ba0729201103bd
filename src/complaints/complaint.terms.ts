// The words in which complaints are filed, and what each of them means by the handbook ("Complaint handling").
import type { ComplaintEventKind } from './complaint.states.js';

export const complaintCategories = [
  'quality',
  'lateness',
  'no_show',
  'damage',
  'billing',
  'behaviour',
  'safety',
  'app',
  'other',
] as const;
export type ComplaintCategory = (typeof complaintCategories)[number];

export const complaintSeverities = ['low', 'medium', 'high', 'critical'] as const;
export type ComplaintSeverity = (typeof complaintSeverities)[number];

/** How bad it is when nothing more is known than its kind: the examples of the handbook. */
export const usualSeverity: Readonly<Record<ComplaintCategory, ComplaintSeverity>> = {
  safety: 'critical',
  damage: 'high',
  behaviour: 'high',
  quality: 'medium',
  no_show: 'medium',
  billing: 'medium',
  lateness: 'low',
  app: 'low',
  other: 'low',
};

/** What the customer would like to be done. */
export const wantedRemedies = [
  'refund',
  'repeat_visit',
  'credit',
  'apology',
  'explanation',
  'other',
] as const;
export type WantedRemedy = (typeof wantedRemedies)[number];

export const complaintLanguages = ['en', 'hi', 'hi-Latn'] as const;
export type ComplaintLanguage = (typeof complaintLanguages)[number];

/** Characters. */
export const subjectAtMost = 160;
export const descriptionAtMost = 4000;

/** What its customer says, and of which visit. */
export interface ComplaintContent {
  subject: string;
  description: string;
  wanted: WantedRemedy | null;
}

/** Of what kind it is, how bad, about what; the topic is an id. */
export interface Classification {
  category: ComplaintCategory;
  severity: ComplaintSeverity;
  topic: string | null;
  wanted: WantedRemedy | null;
}

/** What the severity adds to the score by which complaints are worked. What it promises is in the policy (src/sla). */
export const severityRules: Readonly<Record<ComplaintSeverity, { points: number }>> = {
  critical: { points: 60 },
  high: { points: 45 },
  medium: { points: 25 },
  low: { points: 10 },
};

export const updateVisibilities = ['public', 'internal'] as const;
export type UpdateVisibility = (typeof updateVisibilities)[number];

/** The part of an Actor that the history keeps. */
export interface ComplaintActor {
  kind: string;
  id: string;
}

/** What happened, before it is known by whom. */
export interface ComplaintLine {
  kind: ComplaintEventKind;
  at: Date;
  /** Default public: its customer may read it. */
  visibility?: UpdateVisibility;
  /** As the kind has it: `{ from, to }` of a status. Ids and codes, never words of people. */
  facts?: object;
}
