// That somebody has looked at what is another person's. What is read is the key, not the way by which: a page of REST, an event stream, a
// socket and a job that show the same thing to the same caller leave the same entry.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { BoundedMap } from '#libs/cache';
import { Clock, hourMs } from '#libs/time';
import { customerScope, programOf, type Actor } from '../access/actor.js';
import type { AuditFacts } from './audit-entry.entity.js';
import { AuditService } from './audit.service.js';

/** Whoever follows, polls or turns pages looks again and again: that is one entry an hour, on each process. */
const onceInMs = hourMs;
const remembered = 10_000;

export interface AuditedRead {
  /** `module.past_participle`: `conversation.viewed` */
  action: string;
  /** `many` as id of a list that shows something of many people. */
  object: { type: string; id: string };
  /** Whose it is; absent where it is of many people: then the entry is kept under the key of whoever looked. */
  person?: string;
  /** What was asked for, where that tells what was seen. Another question is another look. */
  asked?: AuditFacts;
}

@Injectable()
export class ReadsService {
  private readonly noted = new BoundedMap<string, number>(remembered);

  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Before it is shown: what cannot be noted is not shown. What people see of themselves, by their agents and keys too, and what the program
   * reads for itself, is nobody's look. Never to be called in a transaction: it has one of its own.
   */
  async note(actor: Actor, { action, object, person, asked }: AuditedRead): Promise<void> {
    if (actor.kind === 'system' || person === actor.id || customerScope(actor) !== null) return;
    const caller = [actor.kind, actor.id, actor.sessionId, programOf(actor)];
    const what = { action, object };
    const key = JSON.stringify([...caller, action, object.type, object.id, asked]);
    const now = this.clock.now().getTime();
    if ((this.noted.get(key) ?? -Infinity) > now - onceInMs) return;
    await this.em
      .fork()
      .transactional(() => this.audit.record(actor, { ...what, person: person ?? actor.id, after: asked }));
    this.noted.set(key, now);
  }
}
