// Optimistic concurrency (RFC 9110, sections 8.8.3, 13.1.1 and 13.1.2): the entity tag of a thing is its version number. Who changes
// it may say which version it has seen; somebody else's change in between is then not overwritten unseen.
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#libs/errors';
import { ifMatch } from './openapi/documented-problems.js';
import { PreconditionFailed } from './problem.js';

/** The versions that the caller would change; undefined when any will do. */
export type ExpectedVersions = readonly number[] | undefined;

export class EntityTagsInvalid extends DomainError {
  constructor() {
    super('ENTITY_TAGS_INVALID', 'invalid', 'The header if-match is not a list of entity tags.');
  }
}

export function entityTagOf(version: number): string {
  return `"${version}"`;
}

/**
 * To be called with the row as it was read for the change: locked, or with a version column that the update compares again. Only
 * then a change that is made at the same moment is seen.
 * @throws PreconditionFailed when the caller has seen another version
 */
export function checkVersion({ version }: { version: number }, expected: ExpectedVersions): void {
  if (expected && !expected.includes(version)) throw new PreconditionFailed();
}

/**
 * Parameter of a handler: what the caller says in `If-Match`, for {@link checkVersion}. Without the header, and with `*`, any version will do.
 * @throws EntityTagsInvalid
 */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): ExpectedVersions =>
    expectedVersions(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
  [documentPrecondition],
);

/**
 * Weak tags match nothing (RFC 9110, section 13.1.1): who made a tag weak says that what it stands for may be another, and here something is overwritten.
 * @param header value of `if-match`. @throws EntityTagsInvalid
 */
export function expectedVersions(header: string | undefined): ExpectedVersions {
  if (header === undefined || header.trim() === '*') return undefined;
  const tags = tagsIn(header);
  if (!tags) throw new EntityTagsInvalid();
  return versionsOf(tags.filter(({ isWeak }) => !isWeak));
}

/** Whether the caller has this version already. A header that cannot be read says nothing: then it is sent again. */
export function isKnown(version: number, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  // Weak ones count like strong ones: proxies that compress turn `"3"` into `W/"3"`, and it reads the same.
  return ifNoneMatch.trim() === '*' || versionsOf(tagsIn(ifNoneMatch) ?? []).includes(version);
}

const entityTag = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;
const ownTag = /^\d{1,9}$/;

interface Tag {
  text: string;
  isWeak: boolean;
}

/** Undefined when it is no list of entity tags. */
function tagsIn(header: string): Tag[] | undefined {
  const found = header.split(',').map((tag) => entityTag.exec(tag.trim()));
  return found.every((tag) => tag !== null)
    ? found.map(([, weak, text]) => ({ text: text!, isWeak: weak !== undefined }))
    : undefined;
}

/** Tags that are none of ours match nothing; none of ours has a comma. */
function versionsOf(tags: readonly Tag[]): number[] {
  return tags.filter(({ text }) => ownTag.test(text)).map(({ text }) => Number(text));
}

function documentPrecondition(target: object, key: string | symbol | undefined): void {
  ApiHeader({
    name: ifMatch,
    required: false,
    description:
      'The `etag` of what you have read, as it came: a weak one (`W/`) never matches. If it has been changed since, nothing is done.',
    schema: { type: 'string', maxLength: 1000, examples: ['"3"'] },
  })(target, key!, Object.getOwnPropertyDescriptor(target, key!)!);
}
