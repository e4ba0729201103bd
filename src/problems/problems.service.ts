// What the codes of problem documents mean.
import { Injectable } from '@nestjs/common';
import { NotFound } from '#libs/errors';
import { problemTitle } from '#libs/http';
import problemCodes from './problem-codes.json' with { type: 'json' };
import { remedyFor } from './problem-remedies.js';

export interface ProblemMeaning {
  code: string;
  title: string;
  /** Of HTTP; several where places of the program differ. */
  statuses: readonly number[];
  meaning: string;
  /** What the caller can do about it. */
  remedy: string;
}

/** By code. */
const meanings: ReadonlyMap<string, ProblemMeaning> = new Map(
  problemCodes.map(({ code, statuses, meaning }) => [
    code,
    { code, title: problemTitle(code), statuses, meaning, remedy: remedyFor(code, statuses[0]!) },
  ]),
);

/** Statuses that the program answers the code with; none when it is no code. */
export function statusesOf(code: string): readonly number[] {
  return meanings.get(code)?.statuses ?? [];
}

/** The same for everybody: no actor. */
@Injectable()
export class ProblemsService {
  list(): ProblemMeaning[] {
    return [...meanings.values()];
  }

  /** @throws NotFound when no problem has this code */
  explain(code: string): ProblemMeaning {
    const meaning = meanings.get(code);
    if (!meaning) throw new NotFound('Problem', code);
    return meaning;
  }
}
