// One confirmation, one effect. Each step is a statement of its own: between them the tool runs, which may take long, may be another process's, and
// may be cut off at any point. What is known then decides: a tool that has one effect for one confirmation by itself is called again, of every
// other it is said that nobody knows.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { canonicalJson } from '#libs/json';
import { deleteInBatches, newId, OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import { SealBroken, SecretBox } from '#libs/secrets';
import { Clock, dayMs } from '#libs/time';
import type { ToolDefinition, ToolOutcome } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { ToolConfirmation } from './tool-confirmation.entity.js';
import {
  ConfirmationAnswerLost,
  ConfirmationInFlight,
  ConfirmationReused,
  ConfirmationUnresolved,
} from './tools.errors.js';

/** As long as an Idempotency-Key, under which the operations keep it. */
const keptMs = dayMs;
/** Beyond the time that the tool has: for what comes before and after it. */
const graceMs = 5_000;
const usualTimeoutMs = 30_000;
/** Characters of JSON. */
const longestKept = 100_000;
const [digestPurpose, outcomePurpose] = ['tool-confirmation', 'tool-outcome'];

/** A call that may be made now. */
export interface ConfirmedRun {
  id: string;
  run: string;
}

export interface ConfirmedCall {
  tool: ToolDefinition;
  args: unknown;
  confirmation: string;
}

@Injectable()
export class ToolConfirmations {
  /** Of this process. */
  private readonly underWay = new Set<string>();

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
  ) {}

  /**
   * @returns the right to make the call, or what it was answered before
   * @throws ConfirmationReused, ConfirmationInFlight, ConfirmationUnresolved, ConfirmationAnswerLost
   */
  async begin(actor: Actor, call: ConfirmedCall): Promise<ConfirmedRun | { kept: ToolOutcome }> {
    const digest = this.secrets.mark(digestPurpose!, canonicalJson([call.tool.name, call.args]));
    const begun = await this.insert(actor, call, digest);
    if (begun) return begun;
    const known = await this.find(actor, call.confirmation);
    // It went between the two statements: expired, or given back.
    if (!known) return this.begin(actor, call);
    const now = this.clock.now();
    if (known.expiresAt <= now) {
      await this.em.nativeDelete(ToolConfirmation, { id: known.id, run: known.run });
      return this.begin(actor, call);
    }
    if (known.digest !== digest) throw new ConfirmationReused();
    if (known.state !== 'started' && known.outcome) return { kept: this.recall(known) };
    if (known.state === 'started' && this.isHeld(known, now)) throw new ConfirmationInFlight();
    const { isRepeatable } = call.tool;
    if (!isRepeatable)
      throw known.state === 'started' ? new ConfirmationUnresolved() : new ConfirmationAnswerLost();
    return (await this.takeOver(known, call.tool)) ?? this.begin(actor, call);
  }

  /** What became of it. Where nothing was done and the caller can mend it, or wait, the confirmation is as if it had never been used. */
  async end(mine: ConfirmedRun, outcome: ToolOutcome): Promise<void> {
    try {
      if (!outcome.ok && isUnknown(outcome.refusal))
        await this.em.nativeUpdate(ToolConfirmation, { ...mine }, { heldUntil: this.clock.now() });
      else if (!outcome.ok && isVoid(outcome.refusal))
        await this.em.nativeDelete(ToolConfirmation, { ...mine });
      else await this.em.nativeUpdate(ToolConfirmation, { ...mine }, this.kept(mine.id, outcome));
    } finally {
      this.underWay.delete(mine.run);
    }
  }

  /** @returns how many were past their time */
  removeExpired(signal: AbortSignal): Promise<number> {
    const expired = { expiresAt: { $lte: this.clock.now() } };
    return deleteInBatches(this.em, ToolConfirmation, expired, { orderBy: 'expiresAt', signal });
  }

  private async insert(
    { kind: callerKind, id: callerId }: Actor,
    { tool, confirmation }: ConfirmedCall,
    digest: string,
  ): Promise<ConfirmedRun | undefined> {
    const now = this.clock.now();
    const [id, run] = [newId(), newId()];
    const expiresAt = new Date(now.getTime() + keptMs);
    const inserted = await this.em.execute<unknown[]>(
      `insert into tool_confirmations
         (id, caller_kind, caller_id, confirmation, tool, digest, state, run, held_until, expires_at, created_at, updated_at)
       values (?, ?, ?, ?, ?, ?, 'started', ?, ?, ?, ?, ?)
       on conflict (caller_id, caller_kind, confirmation) do nothing returning id`,
      [
        id,
        callerKind,
        callerId,
        confirmation,
        tool.name,
        digest,
        run,
        this.heldUntil(tool),
        expiresAt,
        now,
        now,
      ],
    );
    return inserted.length > 0 ? this.started({ id, run }) : undefined;
  }

  private find(
    { kind: callerKind, id: callerId }: Actor,
    confirmation: string,
  ): Promise<ToolConfirmation | null> {
    const where = { callerKind, callerId, confirmation };
    return this.em.findOne(ToolConfirmation, where, { disableIdentityMap: true });
  }

  /** Undefined where somebody else was faster. */
  private async takeOver(
    { id, run }: ToolConfirmation,
    tool: ToolDefinition,
  ): Promise<ConfirmedRun | undefined> {
    const mine = newId();
    const taken = await this.em.nativeUpdate(
      ToolConfirmation,
      { id, run },
      { run: mine, state: 'started', heldUntil: this.heldUntil(tool) },
    );
    return taken > 0 ? this.started({ id, run: mine }) : undefined;
  }

  private started(mine: ConfirmedRun): ConfirmedRun {
    this.underWay.add(mine.run);
    return mine;
  }

  /** Of a database that is this process's own, what is not under way here was begun by a process that is no more. */
  private isHeld({ run, heldUntil }: ToolConfirmation, now: Date): boolean {
    return heldUntil > now && (this.database.shared || this.underWay.has(run));
  }

  private heldUntil({ timeoutMs = usualTimeoutMs }: ToolDefinition): Date {
    return new Date(this.clock.now().getTime() + timeoutMs + graceMs);
  }

  private kept(id: string, outcome: ToolOutcome) {
    const text = JSON.stringify(outcome);
    return {
      state: outcome.ok ? ('done' as const) : ('refused' as const),
      outcome: text.length > longestKept ? null : this.secrets.seal(outcomePurpose!, text, id),
    };
  }

  private recall({ id, outcome }: ToolConfirmation): ToolOutcome {
    try {
      return JSON.parse(this.secrets.open(outcomePurpose!, outcome!, id).toString()) as ToolOutcome;
    } catch (error) {
      throw error instanceof SealBroken ? new ConfirmationAnswerLost() : error;
    }
  }
}

type Refusal = Extract<ToolOutcome, { ok: false }>['refusal'];

/** It was given up, or something went away in the middle: it may have been done all the same. */
function isUnknown({ kind }: Refusal): boolean {
  return kind === 'unavailable';
}

/** It was refused before anything was done, for a reason that passes, or that another call would not have. */
function isVoid({ kind }: Refusal): boolean {
  return ['invalid', 'unauthenticated', 'forbidden', 'too_many_requests'].includes(kind);
}
