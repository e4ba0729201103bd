// The one table of legal moves of an incident, shared by the entity, the API and the guide.
export const incidentStatuses = ['offered', 'open', 'resolved', 'dismissed'] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

export const incidentTransitions: Readonly<Record<IncidentStatus, readonly IncidentStatus[]>> = {
  offered: ['open', 'dismissed'],
  open: ['resolved'],
  resolved: [],
  dismissed: [],
};

/** Of a complaint in an incident: thought to belong to it, taken in, taken out again, or solved with it. */
export const memberStatuses = ['offered', 'active', 'removed', 'solved'] as const;

/** What is done to all members of an incident, one after the other. */
export const stepKinds = ['joining', 'broadcast', 'goodwill', 'resolution'] as const;
export type StepKind = (typeof stepKinds)[number];

export const stepStatuses = ['proposed', 'approved', 'rejected'] as const;

export const causeKinds = ['provider', 'area', 'service'] as const;
export type CauseKind = (typeof causeKinds)[number];
