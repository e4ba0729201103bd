import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { slaMetrics, slaStates, waitingReasons } from '../../sla/clock/sla-terms.entity.js';
import { intervalsAtMost } from '../../sla/sla.service.js';
import { targetsExamples } from './targets.examples.js';

const metric = z.enum(slaMetrics).meta({ id: 'SlaMetric' });
const state = z.enum(slaStates).meta({ id: 'SlaState' });
const ms = z.int().describe('In milliseconds.');

const intervalView = z.object({
  kind: z.enum(['counted', 'paused']),
  from: z.date(),
  to: z.date(),
  ms: z.int().describe('What it added, or what the pause took out, in milliseconds of counted time.'),
  reason: z.enum([
    'working_time',
    'around_the_clock',
    ...waitingReasons.map((reason) => `waiting_for_${reason}` as const),
    'the_rest',
  ]),
  calendar: z.int().nullable().describe('The version of the calendar by which it counted.'),
});

const cycleView = z.object({
  metric,
  state,
  startsAt: z.date(),
  endedAt: z.date().nullable(),
  policy: z.int().describe('The version of the policy.'),
  rule: z.string().describe('The rule of it that holds.'),
  targetMs: ms,
  countedMs: ms,
  remainingMs: z.int().describe('In milliseconds; below nothing after the deadline.'),
  pausedMs: z.int().describe('Counted time that pauses have taken out, in milliseconds.'),
  deadline: z.date().nullable().describe('While paused: as if the pause ended now.'),
  deadlineWithoutPauses: z.date().nullable().describe('If nobody had been waited for.'),
  atRiskAt: z.date().nullable(),
  breachedAt: z.date().nullable(),
  pausedFor: z.enum(waitingReasons).nullable(),
  intervals: z
    .array(intervalView)
    .describe(
      `In their order: what the counted ones add up to is countedMs, what pauses cost is pausedMs. After ${intervalsAtMost} the rest is one.`,
    ),
  replaced: z
    .array(
      z.object({
        replacedAt: z.date(),
        policy: z.int(),
        rule: z.string(),
        targetMs: ms,
        deadline: z.date().nullable(),
        wasMissed: z.boolean(),
      }),
    )
    .describe('Targets that it had before it was found to be of another kind, or came under another policy.'),
});

export const slaExplanationView = z.object({
  asOf: z.date(),
  cycles: z
    .array(cycleView)
    .describe(
      'In the order in which they began: an answer is owed anew by each message, a solution by each reopening.',
    ),
});
publishSchema(slaExplanationView, 'ComplaintSlaExplanation', targetsExamples.ComplaintSlaExplanation);

const number = z.int().min(1).max(1_000_000).optional();
export const simulateTargetsInput = z
  .strictObject({
    calendar: number.describe('The draft of a calendar, as if it held from now on.'),
    policy: number.describe('The draft of a policy, as if open complaints were put under it now.'),
  })
  .refine(({ calendar, policy }) => (calendar === undefined) !== (policy === undefined), {
    message: 'must name a calendar or a policy, and not both',
  });
publishSchema(simulateTargetsInput, 'SimulateTargets', targetsExamples.SimulateTargets);
export type SimulateTargetsInput = z.output<typeof simulateTargetsInput>;

/** How many are listed; all are counted. */
export const movesAtMost = 200;

const instant = z.iso.datetime().nullable();
export const simulationResult = z.object({
  considered: z.int().describe('Open complaints.'),
  moved: z.int().describe('Of their deadlines, those that would be at another time.'),
  breachedNow: z.int().describe('Deadlines that have passed.'),
  breachedThen: z.int().describe('Deadlines that would have passed.'),
  moves: z
    .array(
      z.object({
        complaintId: z.uuid(),
        reference: z.string(),
        metric,
        from: instant,
        to: instant,
        isBreachedNow: z.boolean(),
        isBreachedThen: z.boolean(),
      }),
    )
    .describe(`The first ${movesAtMost}, the oldest complaints first.`),
});
export type SimulationResult = z.output<typeof simulationResult>;

export const simulationView = z.object({
  jobId: z.uuid().nullable().describe('Where there are many it is done by a job, whose result it is.'),
  result: simulationResult.nullable(),
});
publishSchema(simulationView, 'TargetSimulation', targetsExamples.TargetSimulation);
