import { z } from 'zod';
import { ListForm, plainText, publishSchema } from '#libs/http';
import { answerAtMost } from './incident.entity.js';
import { causeKinds, incidentStatuses, memberStatuses, stepKinds, stepStatuses } from './incident.states.js';
import { incidentsExamples } from './incidents.examples.js';
import { likenessReasons } from './similar/complaint-likeness.js';

const status = z.enum(incidentStatuses).meta({ id: 'IncidentStatus' });
const memberStatus = z.enum(memberStatuses).meta({ id: 'IncidentMemberStatus' });
const complaintIds = z.array(z.uuid()).max(100);

export const acceptIncidentInput = z
  .strictObject({
    without: complaintIds.default([]).describe('Complaints that do not belong to it.'),
  })
  .prefault({});
publishSchema(acceptIncidentInput, 'AcceptIncident', incidentsExamples.AcceptIncident);

export const addMembersInput = z.strictObject({ complaintIds: complaintIds.min(1) });
publishSchema(addMembersInput, 'AddIncidentMembers', incidentsExamples.AddIncidentMembers);

const words = (min: number) => plainText({ min, max: answerAtMost, lineBreaks: true });
export const answerIncidentInput = z.strictObject({ body: words(1) });
publishSchema(answerIncidentInput, 'AnswerIncident', incidentsExamples.AnswerIncident);

export const resolveIncidentInput = z
  .strictObject({
    body: words(0).default('').describe('What all customers are told; nothing where it is empty.'),
  })
  .prefault({});
publishSchema(resolveIncidentInput, 'ResolveIncident', incidentsExamples.ResolveIncident);

export const incidentGoodwillInput = z.strictObject({
  amountPaise: z.int().min(1).max(100_000_000).describe('Credit for each customer.'),
});
publishSchema(incidentGoodwillInput, 'IncidentGoodwill', incidentsExamples.IncidentGoodwill);

export const incidentsList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'It was offered' },
  filters: { status: status.optional() },
});
export type IncidentsQuery = z.output<typeof incidentsList.query>;

export const incidentMembersList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: 'createdAt',
  filters: { status: memberStatus.optional() },
});
export type IncidentMembersQuery = z.output<typeof incidentMembersList.query>;

export const incidentStepsList = new ListForm({ sortBy: { createdAt: 'instant' }, default: 'createdAt' });
export type IncidentStepsQuery = z.output<typeof incidentStepsList.query>;

export const incidentView = z.object({
  id: z.uuid(),
  reference: z.string(),
  status,
  nextStatuses: z.array(status),
  causeKind: z.enum(causeKinds).describe('What is the same of all of them.'),
  providerId: z.uuid().nullable(),
  serviceId: z.uuid().nullable(),
  pincode: z.string().nullable().default(null),
  windowFrom: z.date().describe('The visits, or where there was none the complaints, are of this time.'),
  windowTo: z.date(),
  evidence: z
    .object({
      complaints: z.int(),
      customers: z.int(),
      expected: z.number().describe('Customers who complain of the same in as long a time on other days.'),
      surprise: z.number().describe('How unlikely that is by chance: 6 is one in a million.'),
    })
    .describe('Why it was offered.'),
  dueAt: z.date().nullable().describe('The earliest of what was promised to its customers.'),
  openedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  createdAt: z.date(),
  version: z.int(),
});
publishSchema(incidentView, 'Incident', incidentsExamples.Incident);

export const incidentMemberView = z.object({
  id: z.uuid(),
  complaintId: z.uuid(),
  customerId: z.uuid(),
  status: memberStatus,
  createdAt: z.date(),
});
publishSchema(incidentMemberView, 'IncidentMember', incidentsExamples.IncidentMember);

export const incidentStepView = z.object({
  id: z.uuid(),
  kind: z.enum(stepKinds),
  status: z.enum(stepStatuses),
  body: z.string(),
  amountPaise: z.int().describe('Goodwill for each customer.'),
  needsApproval: z.boolean(),
  createdAt: z.date(),
});
publishSchema(incidentStepView, 'IncidentStep', incidentsExamples.IncidentStep);

export const similarComplaintsView = z.object({
  items: z.array(
    z.object({
      complaintId: z.uuid(),
      reference: z.string(),
      subject: z.string(),
      status: z.string(),
      category: z.string(),
      createdAt: z.date(),
      score: z.int().describe('From 0 to 100.'),
      reasons: z.array(z.enum(likenessReasons)).describe('Why.'),
    }),
  ),
});
publishSchema(similarComplaintsView, 'SimilarComplaints', incidentsExamples.SimilarComplaints);

export const incidentRefusedView = z.looseObject({
  allowed: z.array(z.string()).optional().describe('What it may become.'),
  status: z.string().optional().describe('What it is.'),
});
