// Keeps why somebody was refused, under an id that the refusal carries.
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { BoundedMap } from '#libs/cache';
import { NotFound } from '#libs/errors';
import { currentRequest } from '#libs/observability';
import { deleteInBatches, isRehearsing, newId } from '#libs/orm';
import { Clock, dayMs, hourMs } from '#libs/time';
import { ExplainsRefusals, type ToolCaller, type ToolDefinition } from '#libs/tools';
import { AccessDecision } from './access-decision.entity.js';
import { anonymousActor, programOf, type Actor, type Audience } from './actor.js';
import { decideAccess, type DecisionStep } from './decide.js';
import { RolesService } from './roles.service.js';
import type { Requirement } from './roles.js';
import type { RouteAccess } from './access.decorators.js';

/** What was refused, and to whom. */
export interface AccessRefusal {
  actor: Actor | undefined;
  method: string;
  route: string;
  access: RouteAccess;
  audience?: Audience | null;
  /** Of the problem that is answered. */
  code: string;
  /** What the problem says: the reason where every rule of access was kept. */
  detail: string;
}

const keptMs = 30 * dayMs;

/** Who asks for the same again and again within this time is told the same decision: refusals are free, rows are not. */
const sameForMs = 60_000;
const refusalsRemembered = 10_000;

/**
 * Decisions about one actor within an hour, in this process. Whoever is refused more often, always for something else, is told the one
 * that says so: asking is free, and would fill the table. All the anonymous are one actor.
 */
const rowsPerHour = 100;
const actorsRemembered = 10_000;

interface Written {
  since: number;
  rows: number;
  /** The decision that stands for all that are not written down. */
  rest?: Promise<string>;
}

@Injectable()
export class DecisionsService {
  private readonly logger = new Logger(DecisionsService.name);
  private readonly remembered = new BoundedMap<string, { id: Promise<string>; at: number }>(
    refusalsRemembered,
  );
  private readonly written = new BoundedMap<string, Written>(actorsRemembered);

  constructor(
    private readonly em: EntityManager,
    private readonly roles: RolesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes down why, in a transaction of its own: never to be called inside of another one.
   * @returns the id of the decision; undefined when it cannot be written, which is logged: the refusal stands all the same
   */
  async record(refusal: AccessRefusal): Promise<string | undefined> {
    // Nothing is written of what is only tried; and the transaction of the trial is another one.
    if (isRehearsing()) return undefined;
    const now = this.clock.now();
    const key = JSON.stringify([keyOf(refusal.actor), { ...refusal, actor: undefined }]);
    let known = this.remembered.get(key);
    if (!known || now.getTime() - known.at >= sameForMs) {
      known = { id: this.writeOrRefer(refusal, now), at: now.getTime() };
      this.remembered.set(key, known);
    }
    try {
      return await known.id;
    } catch (error) {
      // The next one tries again.
      if (this.remembered.get(key) === known) this.remembered.delete(key);
      this.logger.error({ err: error, code: refusal.code }, 'decision not recorded');
      return undefined;
    }
  }

  /** @throws NotFound also when it is older than decisions are kept */
  async get(id: string): Promise<AccessDecision> {
    const decision = await this.em.findOne(AccessDecision, { id });
    if (!decision) throw new NotFound('Decision', id);
    return decision;
  }

  /** Those that are older than thirty days. @returns how many */
  removeOld(signal?: AbortSignal): Promise<number> {
    const isOld = { at: { $lt: new Date(this.clock.now().getTime() - keptMs) } };
    return deleteInBatches(this.em, AccessDecision, isOld, { orderBy: 'at', signal });
  }

  /** One decision for a refusal, or, beyond so many, for all of them. */
  private writeOrRefer(refusal: AccessRefusal, at: Date): Promise<string> {
    const { kind, id, onBehalfOf } = refusal.actor ?? anonymousActor;
    const key = JSON.stringify([kind, id, onBehalfOf]);
    let written = this.written.get(key);
    if (!written || at.getTime() - written.since >= hourMs)
      this.written.set(key, (written = { since: at.getTime(), rows: 0 }));
    const counted = written;
    if (counted.rows < rowsPerHour) {
      counted.rows += 1;
      return this.write(refusal, at);
    }
    counted.rest ??= this.writeRest(refusal, at).catch((error) => {
      counted.rest = undefined;
      throw error;
    });
    return counted.rest;
  }

  private async write({ actor, ...refusal }: AccessRefusal, at: Date): Promise<string> {
    const { method, route, access, audience, code } = refusal;
    const { steps } = decideAccess({
      actor,
      access,
      audience,
      holders: await this.roles.holding(access),
      refusal: `${code}: ${refusal.detail}`,
    });
    return this.insert(actor, at, { method, route, access, code, steps });
  }

  private writeRest({ actor }: AccessRefusal, at: Date): Promise<string> {
    const detail = `This caller was refused more than ${rowsPerHour} different things within an hour. What was refused after that is not written down one by one: this stands for all of it.`;
    const steps: DecisionStep[] = [{ rule: 'domain', outcome: 'failed', detail }];
    return this.insert(actor, at, { method: '*', route: '*', access: '*', code: 'TOO_MANY_REFUSALS', steps });
  }

  private async insert(
    actor: Actor | undefined,
    at: Date,
    facts: Pick<AccessDecision, 'method' | 'route' | 'access' | 'code' | 'steps'>,
  ): Promise<string> {
    const { kind, id: actorId, onBehalfOf = null, role = null, sessionId = null } = actor ?? anonymousActor;
    const apiKeyId = (actor && programOf(actor)) ?? null;
    const id = newId();
    await this.em.fork().insert(AccessDecision, {
      id,
      at,
      actorKind: kind,
      actorId,
      onBehalfOf,
      role,
      apiKeyId,
      sessionId,
      ...facts,
      correlationId: currentRequest()?.correlationId ?? null,
    });
    return id;
  }

  @ExplainsRefusals('access.decisions')
  async explainTool(caller: ToolCaller, { name, permission }: ToolDefinition) {
    const decisionId = await this.record({
      actor: caller as Actor,
      method: 'TOOL',
      route: name,
      access: permission as Requirement,
      code: 'FORBIDDEN',
      detail: 'The caller may not use this tool.',
    });
    return { decisionId };
  }
}

/** What of the caller a decision depends on, and is shown with it. */
function keyOf(actor: Actor | undefined): unknown {
  return actor && { ...actor, permissions: [...actor.permissions], scopes: [...(actor.scopes ?? [])] };
}
