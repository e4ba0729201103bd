import { DomainError } from '#libs/errors';
import type { JobStatus } from '#libs/jobs';

export class JobTypeUnknown extends DomainError {
  constructor(type: string) {
    super('JOB_TYPE_UNKNOWN', 'unprocessable', 'There is no such type of job for you.', { type });
  }
}

export class TooManyJobs extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_JOBS', 'too_many_requests', `At most ${atMost} of your jobs can wait at a time.`, {
      atMost,
      retryAfterSeconds: 10,
    });
  }
}

export class JobNotDone extends DomainError {
  constructor(status: JobStatus) {
    super('JOB_NOT_DONE', 'conflict', `There is no result: the job is ${status}.`, { status });
  }
}

export class JobNotDead extends DomainError {
  constructor(status: JobStatus) {
    super(
      'JOB_NOT_DEAD',
      'conflict',
      `Only what has failed or was cancelled can be done again: this is ${status}.`,
      {
        status,
      },
    );
  }
}
