// How a domain says what can be done in the background (`<domain>.jobs.ts`). The registry finds it by itself.
import type { EntityManager } from '@mikro-orm/core';
import type { z } from 'zod';
import { Declaration } from '#libs/discovery';

/** How much of a process it takes. Each kind has a line of its own, so that what is heavy never holds up what is light. */
export const jobCosts = ['light', 'standard', 'heavy'] as const;
export type JobCost = (typeof jobCosts)[number];

/** For whom it is done. What the runner needs to know of an actor. */
export interface JobCaller {
  readonly kind: string;
  readonly id: string;
  readonly permissions: ReadonlySet<string>;
}

/** What a handler gets as its third argument: one attempt at a job. */
export interface JobRun {
  readonly id: string;
  /** 1, 2, … */
  readonly attempt: number;
  /** Fires when it is cancelled, takes too long, or the process is to stop: the work should stop. */
  readonly signal: AbortSignal;
  /** Tells those who watch. Soon, not at once: what comes within a moment is told as one. @param percent 0 … 100 */
  progress(percent: number, step?: string, message?: string): void;
  /**
   * Leaves `effect` for the transaction in which the job ends as completed: it happens exactly once, however often the job was begun, and
   * not at all when it was cancelled. Everything else that a handler does may happen again. Nothing slow in it.
   */
  atTheEnd(effect: (em: EntityManager) => Promise<void>): void;
}

export interface RetryPolicy {
  /** In all. Default 1: no second try; where `delaysSeconds` says it, not asked. */
  attempts?: number;
  /** Before the second one; each later one waits twice as long, with jitter. Default 2. */
  backoffSeconds?: number;
  /** Default 3600. */
  longestBackoffSeconds?: number;
  /** Instead of the above: before each further attempt. */
  delaysSeconds?: readonly number[];
}

export interface JobTypeDefinition<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  /** `domain.verb_object`, unique. */
  type: string;
  /** For people. */
  description: string;
  input: Input;
  output: Output;
  /** Of whoever asks for it, checked when it is asked for and again when it runs. Null: only the program itself asks for it. */
  permission: string | null;
  /** Default: everybody with the permission. */
  audience?: 'customer' | 'staff';
  cost: JobCost;
  /** Longest duration of an attempt. Default 60. */
  timeoutSeconds?: number;
  retry?: RetryPolicy;
  /** The same question within this time gets the same answer. */
  cache?: {
    seconds: number;
    /** `owner`: nobody else's. `permissions`: everybody who may do as much; never where the answer depends on who asks. */
    scope: 'owner' | 'permissions';
  };
  /** Whoever asks for it is limited as on the routes of this class, whose allowance it shares. Default: as a request only. */
  rateClass?: string;
  /** Cannot be asked for while the feature of that name is switched off. */
  feature?: string;
  /** What it is about. */
  subject?: (input: z.output<Input>) => { type: string; id: string };
  /** Whether the owner is told when it has ended. Default no. */
  announced?: boolean;
}

const defaultTimeoutSeconds = 60;

export const jobTypes = new Declaration<JobTypeDefinition>('job types', ({ type }) => type);

/** Longest duration of an attempt, also where the type does not say. Seconds. */
export const timeoutOf = ({ timeoutSeconds = defaultTimeoutSeconds }: JobTypeDefinition): number =>
  timeoutSeconds;

/** Attempts in all, the first one included. */
export function maxAttemptsOf({ retry }: JobTypeDefinition): number {
  return retry?.delaysSeconds ? retry.delaysSeconds.length + 1 : (retry?.attempts ?? 1);
}

/**
 * Makes a method a job type: `(caller, input, run) => output`; one that only the program itself asks for (`permission: null`) has no caller:
 * `(input, run) => output`. It may run more than once, at the same time too, when a process is lost: what
 * must happen once goes through `run.atTheEnd`. A domain error is not tried again, every other one is, as `retry` says.
 */
export function JobType<Input extends z.ZodType, Output extends z.ZodType, Permission extends string | null>(
  definition: JobTypeDefinition<Input, Output> & { permission: Permission },
) {
  type Work = [input: z.output<Input>, run: JobRun];
  type Method = (
    ...given: Permission extends null ? Work : [caller: never, ...Work]
  ) => Promise<z.input<Output>> | z.input<Output>;
  return jobTypes.onMethod<Method>(definition as JobTypeDefinition);
}

export interface DefaultSchedule {
  /** Of the schedule, unique: `bookings.reminders`. */
  name: string;
  description: string;
  /** Five fields, in the business time zone unless staff choose another. */
  cron: string;
  input?: unknown;
  /** What happens when it was due while nothing ran: nothing, once, or each of them (at most 24). Default `once`. */
  missed?: 'skip' | 'once' | 'all';
}

export const defaultSchedules = new Declaration<DefaultSchedule>('default schedules', ({ name }) => name);

/** Beside {@link JobType}: the schedule with which an installation begins. Staff can change it, so it lives in the database. */
export const RunsRegularly = (schedule: DefaultSchedule) => defaultSchedules.onMethod(schedule);
