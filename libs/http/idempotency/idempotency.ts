// Creations that may be sent again (draft-ietf-httpapi-idempotency-key-header): effect and answer are committed together, so that
// there is no point at which a crash leaves one without the other.
import { createHash } from 'node:crypto';
import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiExtension, ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EntityManager } from '@mikro-orm/core';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { DomainError } from '#libs/errors';
import { canonicalJson } from '#libs/json';
import { asOneTransaction, tryLockFor } from '#libs/orm';
import { SealBroken, SecretBox } from '#libs/secrets';
import { Clock, dayMs } from '#libs/time';
import { idempotencyKey } from '../openapi/documented-problems.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { tellLocation } from '../openapi/location.js';
import { shown, tagVersion } from '../openapi/returns.js';
import { routeConfig, type RouteFacts } from '../route-config.js';

/** How long an answer is kept. */
const keptMs = dayMs;
/** What secrets are sealed for. */
const sealPurpose = 'idempotency-answer';
const digestPurpose = 'idempotency-request';

/** Member of an operation: all that it does is one transaction. */
export const oneTransaction = 'x-one-transaction';

export class IdempotencyKeyInvalid extends DomainError {
  constructor() {
    super('IDEMPOTENCY_KEY_INVALID', 'invalid', 'An Idempotency-Key has 1 to 255 visible characters.');
  }
}

export class IdempotencyInFlight extends DomainError {
  constructor() {
    super(
      'IDEMPOTENCY_IN_FLIGHT',
      'conflict',
      'The first request with this key is not done yet. Ask again.',
      {
        retryAfterSeconds: 1,
      },
    );
  }
}

export class IdempotencyKeyReused extends DomainError {
  constructor() {
    super('IDEMPOTENCY_KEY_REUSED', 'unprocessable', 'This key belongs to another request. Take a new one.');
  }
}

/** It was sealed under another SECRET_KEY. */
export class IdempotencyAnswerLost extends DomainError {
  constructor() {
    super(
      'IDEMPOTENCY_ANSWER_LOST',
      'conflict',
      'This was done before, but the answer can no longer be read. Look for what it has created.',
    );
  }
}

export interface IdempotentOptions {
  /** The request or its answer holds a secret (a password, a key that is shown once): nothing of it is kept that can be read. */
  isSecret?: boolean;
}

/**
 * On a route that creates: with the header `Idempotency-Key` a request has its effect once, and whoever repeats it within a day gets
 * the first answer again, byte for byte. What was refused or failed has no effect and may be repeated under the same key.
 *
 * The whole handler runs in one transaction: nothing slow may happen in it (no hashing of passwords, no network), it must not make
 * an entity manager of its own, and what follows its commit goes through `afterCommit` of #libs/orm.
 *
 * Not for public routes: the key is the caller's.
 */
export function Idempotent({ isSecret = false }: IdempotentOptions = {}): MethodDecorator {
  return applyDecorators(
    routeConfig({ isSecret }),
    ApiExtension(oneTransaction, true),
    UseInterceptors(IdempotencyInterceptor),
    IdempotencyKeyHeader(
      'Made up by the caller, 1 to 255 visible characters: the same request under the same key happens once, and is answered alike for 24 hours.',
    ),
  );
}

/** Documents the header on a route that keeps requests by their keys in a way of its own. */
export function IdempotencyKeyHeader(description: string): MethodDecorator {
  const schema = { type: 'string', minLength: 1, maxLength: 255 } as const;
  return ApiHeader({ name: idempotencyKey, required: false, description, schema });
}

type Request = FastifyRequest & { actor?: { kind: string; id: string } };
type Scope = Pick<IdempotencyKey, 'callerKind' | 'callerId' | 'route'>;

@Injectable()
class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly secrets: SecretBox,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<Request>(), http.getResponse<FastifyReply>()];
    const key = request.headers[idempotencyKey.toLowerCase()];
    if (key === undefined) return next.handle();
    const wanted = { ...scopeOf(request), key: checkedIdempotencyKey(key) };
    const answer = await asOneTransaction(() =>
      this.once(wanted, this.keeping(request), () => answerOf(request, reply, next)),
    );
    return of(resend(answer, request, reply));
  }

  /** The answer under this key: the one that is kept, or the one that `handle` gives now. */
  private once(
    wanted: Scope & { key: string },
    { digest: requestDigest, keep, recall }: Keeping,
    handle: () => Promise<Answer>,
  ): Promise<Answer> {
    return this.em.transactional(async (em) => {
      await takeLock(em, wanted);
      const now = this.clock.now();
      const known = await em.findOne(IdempotencyKey, wanted);
      if (known && known.expiresAt > now) {
        if (known.requestDigest !== requestDigest) throw new IdempotencyKeyReused();
        return { status: known.status, body: recall(known.body), isReplayed: true };
      }
      if (known) await em.remove(known).flush();
      const { status, body } = await handle();
      const expiresAt = new Date(now.getTime() + keptMs);
      em.create(IdempotencyKey, { ...wanted, requestDigest, status, body: keep(body), expiresAt });
      return { status, body, isReplayed: false };
    });
  }

  /** A plain digest of a password could be guessed from, and what is shown once must not be read here either. */
  private keeping(request: Request): Keeping {
    const { params, query, body } = request;
    const asked = { params, query, body };
    if (!(request.routeOptions.config as RouteFacts).isSecret)
      return { digest: sha256(asked).toString('base64url'), keep: same, recall: same };
    const mark = this.secrets.mark(digestPurpose, canonicalJson(asked));
    return {
      digest: Buffer.from(mark, 'hex').toString('base64url'),
      keep: (answer) => this.secrets.seal(sealPurpose, answer, mark).toString('base64'),
      recall: (kept) => {
        try {
          return this.secrets.open(sealPurpose, Buffer.from(kept, 'base64'), mark).toString();
        } catch (error) {
          throw error instanceof SealBroken ? new IdempotencyAnswerLost() : error;
        }
      },
    };
  }
}

function same(text: string): string {
  return text;
}

/** What is kept of a request and its answer. */
interface Keeping {
  digest: string;
  keep(body: string): string;
  /** @throws IdempotencyAnswerLost */
  recall(kept: string): string;
}

interface Answer {
  status: number;
  body: string;
  isReplayed: boolean;
}

/**
 * Held until the transaction ends, however it ends, kill included. Taken before the key is looked up: whoever gets it sees what its
 * last holder has committed.
 * @throws IdempotencyInFlight when another request holds it
 */
async function takeLock(em: EntityManager, wanted: Scope & { key: string }): Promise<void> {
  const { callerKind, callerId, route, key } = wanted;
  const isMine = await tryLockFor(em, 'http.idempotency', callerKind, callerId, route, key);
  if (!isMine) throw new IdempotencyInFlight();
}

async function answerOf(request: Request, reply: FastifyReply, next: CallHandler): Promise<Answer> {
  const answer: unknown = await lastValueFrom(next.handle());
  const { view } = request.routeOptions.config as RouteFacts;
  return { status: reply.statusCode, body: JSON.stringify(shown(view!, answer)), isReplayed: false };
}

/** As text, so that it leaves as it is kept. */
function resend({ status, body, isReplayed }: Answer, request: Request, reply: FastifyReply): string {
  if (isReplayed) reply.header('idempotent-replayed', 'true');
  const { versioned, location } = request.routeOptions.config as RouteFacts;
  if (versioned) tagVersion(request, reply, JSON.parse(body));
  if (location !== undefined) tellLocation(request, reply, JSON.parse(body));
  reply.code(status).type('application/json; charset=utf-8');
  return body;
}

function scopeOf({ actor, method, routeOptions }: Request): Scope {
  if (!actor) throw new Error('@Idempotent() is for routes that know their caller.');
  return { callerKind: actor.kind, callerId: actor.id, route: `${method} ${routeOptions.url}` };
}

/** @throws IdempotencyKeyInvalid */
export function checkedIdempotencyKey(key: string | string[]): string {
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new IdempotencyKeyInvalid();
  return key;
}

function sha256(value: unknown): Buffer {
  return createHash('sha256').update(canonicalJson(value)).digest();
}
