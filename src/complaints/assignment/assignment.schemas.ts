import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { complaintCategory } from '../complaints.schemas.js';
import { assignmentExamples } from './assignment.examples.js';
import { automaticStrategies } from './assignment-policy.entity.js';
import { assignmentStrategies, deskLanguages, refusalCodes } from './assignment.strategies.js';
import { dutyStates } from './duty.js';

export const assignmentStrategy = z.enum(assignmentStrategies).meta({ id: 'AssignmentStrategy' });

export const assignComplaintInput = z.union([
  z.strictObject({ assigneeId: z.uuid().nullable().describe('Null: nobody, it goes back into the line.') }),
  z.strictObject({ strategy: assignmentStrategy.describe('Whoever is on duty and free, by this.') }),
]);
publishSchema(assignComplaintInput, 'AssignComplaint', assignmentExamples.AssignComplaint);
export type AssignComplaintInput = z.output<typeof assignComplaintInput>;

export const assigneesView = z.object({
  strategy: assignmentStrategy,
  weight: z.int().describe('What it adds to the load of whoever gets it.'),
  items: z
    .array(
      z.object({
        staffId: z.uuid(),
        name: z.string(),
        isSuitable: z.boolean(),
        refusals: z.array(z.enum(refusalCodes)).describe('Why not; none of whoever is suitable.'),
        duty: z.enum(dutyStates),
        skills: z.array(complaintCategory),
        languages: z.array(z.enum(deskLanguages)),
        load: z.int().describe('Weights of what they have, counted up to the capacity.'),
        capacity: z.int(),
        lastAssignedAt: z.date().nullable(),
      }),
    )
    .describe('Whoever is suitable comes first, in the order of the strategy.'),
});
publishSchema(assigneesView, 'ComplaintAssignees', assignmentExamples.ComplaintAssignees);
export type AssigneesView = z.output<typeof assigneesView>;

/** What the refusal of an assignment carries. */
export const assigneeRefusedView = z.looseObject({
  refusals: z.array(z.string()).optional().describe('Why the one who was named cannot have it.'),
  people: z.int().optional().describe('How many there are at the desk.'),
});

const automatic = z.enum(automaticStrategies).describe('`off`: complaints are given by hand only.');

export const setAssignmentInput = z.strictObject({ strategy: automatic });
publishSchema(setAssignmentInput, 'SetAutomaticAssignment', assignmentExamples.SetAutomaticAssignment);
export type SetAssignmentInput = z.output<typeof setAssignmentInput>;

export const assignmentPolicyView = z.object({ strategy: automatic, updatedAt: z.date(), version: z.int() });
publishSchema(assignmentPolicyView, 'AutomaticAssignment', assignmentExamples.AutomaticAssignment);
