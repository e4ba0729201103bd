import { z } from 'zod';
import { defineEvent } from '#libs/events';
import type { Incident } from './incident.entity.js';

const incidentFacts = z.object({
  reference: z.string().meta({ examples: ['IN-4F8T2W'] }),
  status: z.string().meta({ examples: ['open'] }),
  causeKind: z.string().meta({ examples: ['provider'] }),
  providerId: z.uuid().nullable(),
  serviceId: z.uuid().nullable(),
  pincode: z.string().nullable(),
  dueAt: z.iso.datetime().nullable(),
});
export type IncidentFacts = z.input<typeof incidentFacts>;

const told = (type: string, description: string) =>
  defineEvent({ type, aggregate: 'incident', description, isPublic: true, data: incidentFacts });

export const incidentOffered = told(
  'incident.offered',
  'Complaints of several customers seem to have one cause.',
);
export const incidentOpened = told('incident.opened', 'Complaints with one cause are answered together.');
export const incidentDismissed = told(
  'incident.dismissed',
  'Complaints that seemed to have one cause have none.',
);
export const incidentResolved = told('incident.resolved', 'What several customers complained of is solved.');
export const incidentOverdue = told('incident.overdue', 'An incident was not resolved by its target.');

export const incidentAnswered = defineEvent({
  type: 'incident.answered',
  aggregate: 'incident',
  description:
    'A customer whom an incident has hit was answered: once for each answer, however many complaints are theirs.',
  isPublic: true,
  data: z.object({
    customerId: z.uuid(),
    complaintId: z.uuid(),
    complaintReference: z.string().meta({ examples: ['CP-4F8T2W'] }),
    broadcastId: z.uuid(),
  }),
});
export type AnsweredFacts = z.output<(typeof incidentAnswered)['data']>;

export function incidentFactsOf(incident: Incident): IncidentFacts {
  const { reference, status, causeKind, provider, service, pincode, dueAt } = incident;
  return {
    reference,
    status,
    causeKind,
    providerId: provider ?? null,
    serviceId: service ?? null,
    pincode: pincode ?? null,
    dueAt: dueAt?.toISOString() ?? null,
  };
}

/** For ourselves: there is work to do. */
export const incidentStepDecided = defineEvent({
  type: 'incident.step_decided',
  aggregate: 'incident',
  description: 'Something is to be done to all complaints of an incident.',
  isPublic: false,
  data: z.object({ stepId: z.uuid(), kind: z.string() }),
});
