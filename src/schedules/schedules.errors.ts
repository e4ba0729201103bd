import { DomainError } from '#libs/errors';

export class ScheduleExists extends DomainError {
  constructor(name: string) {
    super('SCHEDULE_EXISTS', 'conflict', `There is already a schedule ${name}.`, { name });
  }
}

export class TooManySchedules extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_SCHEDULES', 'conflict', `At most ${atMost} schedules can be kept. Delete one first.`, {
      atMost,
    });
  }
}

export class ScheduleBuiltIn extends DomainError {
  constructor(name: string) {
    super('SCHEDULE_BUILT_IN', 'conflict', `The schedule ${name} is built in. Switch it off instead.`);
  }
}

export class JobTypeUnknown extends DomainError {
  constructor(type: string) {
    super('JOB_TYPE_UNKNOWN', 'unprocessable', `There is no job type ${type.slice(0, 60)}.`);
  }
}

/** Jobs of this type are about the person who asks for them. */
export class JobTypePersonal extends DomainError {
  constructor(type: string) {
    super(
      'JOB_TYPE_PERSONAL',
      'unprocessable',
      `Jobs of the type ${type} are only for whoever asks for them.`,
    );
  }
}
