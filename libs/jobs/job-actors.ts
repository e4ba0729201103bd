import type { Job, JobError, JobStatus } from './job.entity.js';
import type { JobOwner } from './job-request.js';
import type { JobCaller, JobTypeDefinition } from './job-type.js';

/** A job that has ended. */
export interface EndedJob extends Pick<Job, 'id' | 'type' | 'ownerKind' | 'ownerId'> {
  status: JobStatus;
  /** Of a failure. */
  error?: JobError | null;
}

/** What the runner must know of people, and what others must know of the end of a job: the program says it, because this lib knows neither. */
export abstract class JobActors {
  /** As whom a job runs; null when its owner is gone. Called in the context of the job. */
  abstract actorFor(owner: JobOwner): Promise<JobCaller | null>;
  abstract may(caller: JobCaller, type: JobTypeDefinition): boolean;
  /** The job has ended, in the transaction of the context. Only of types that are announced. */
  abstract ended(job: EndedJob): void;
}
