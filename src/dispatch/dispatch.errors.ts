import { DomainError } from '#libs/errors';

/** Whom staff have named cannot make this visit. */
export class CandidateUnfit extends DomainError {
  constructor(obstacle: string) {
    super('CANDIDATE_UNFIT', 'conflict', `This provider cannot be sent: ${obstacle.replace('_', ' ')}.`, {
      obstacle,
    });
  }
}

export class NobodyFree extends DomainError {
  constructor() {
    super('NOBODY_FREE', 'conflict', 'Nobody else who could make this visit is free then.');
  }
}

/** What was offered is no longer so, or never was. */
export class SubstituteOfferEnded extends DomainError {
  constructor(status: string) {
    super('SUBSTITUTE_OFFER_ENDED', 'conflict', 'This offer no longer stands.', { status });
  }
}

/** Only of a visit whose time has come can anybody say that nobody came. */
export class VisitNotDue extends DomainError {
  constructor(startsAt: Date) {
    super('VISIT_NOT_DUE', 'conflict', 'The visit has not begun yet: report an absence instead.', {
      startsAt: startsAt.toISOString(),
    });
  }
}

export class AbsenceOver extends DomainError {
  constructor() {
    super('ABSENCE_OVER', 'unprocessable', 'An absence that is over moves no visit any more.');
  }
}

/** A step that the table does not have: a fault of ours. */
export class IllegalSearchStep extends Error {
  constructor(from: string, to: string) {
    super(`A search that is ${from} cannot become ${to}.`);
  }
}

/** Somebody else has done the step; whoever wanted to do it looks again. */
export class SearchMovedOn extends Error {}
