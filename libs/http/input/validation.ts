import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { DomainError } from '#libs/errors';

const issuesShown = 20;
/** Of a path: names of fields may be the caller's. */
const charactersShown = 100;

/** Of any Standard Schema library; ours are Zod's. */
interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  /** Zod's, with unknown fields: their names, which the message repeats in full. */
  keys?: readonly string[];
}

/** The input does not have the form that the schema asks for. Says where and why; never repeats a value. */
export class ValidationFailed extends DomainError {
  constructor(issues: readonly Issue[]) {
    super('VALIDATION_FAILED', 'invalid', 'The request does not have the expected form.', {
      issues: issues
        .slice(0, issuesShown)
        .flatMap(oneForEachField)
        .slice(0, issuesShown)
        .map((issue) => ({ path: pathOf(issue), message: issue.message })),
    });
  }
}

/**
 * For a part of the body whose schema is known only when the rest was read.
 * @param name of that part
 * @throws ValidationFailed
 */
export function checkPart(schema: z.ZodType, value: unknown, name: string): void {
  const { error } = schema.safeParse(value);
  if (error)
    throw new ValidationFailed(error.issues.map((issue) => ({ ...issue, path: [name, ...issue.path] })));
}

/** For every route: what `@Body({ schema })`, `@Query({ schema })` and `@Param({ schema })` declare is checked before the handler. */
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => new ValidationFailed(issues) });
  }
}

function oneForEachField(issue: Issue): readonly Issue[] {
  if (!issue.keys) return [issue];
  return issue.keys
    .slice(0, issuesShown)
    .map((key) => ({ path: [...(issue.path ?? []), key], message: 'is not a field of this request' }));
}

function pathOf(issue: Issue): string {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return path.length > charactersShown ? `${path.slice(0, charactersShown)}…` : path;
}
