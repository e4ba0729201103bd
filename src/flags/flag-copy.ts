// The flags as they were a moment ago, in memory: routes ask for them on every request.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { isRehearsing } from '#libs/orm';
import { Clock } from '#libs/time';
import { FeatureFlag } from './feature-flag.entity.js';

/** A change made by another instance is noticed after this. */
const believedMs = 900;

/** By key. */
type Flags = ReadonlyMap<string, FeatureFlag>;

@Injectable()
export class FlagCopy {
  /** What was read, or is being read; all who ask meanwhile wait for one look. */
  private latest?: { flags: Promise<Flags>; at: number };

  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Not to be called in a transaction: it may ask the database over a connection of its own, and the embedded one has but one. */
  read(): Promise<Flags> {
    const now = this.clock.now().getTime();
    // Nor where the clock was set back.
    const isFresh = this.latest && Math.abs(now - this.latest.at) < believedMs;
    // A rehearsal must not wait for what it holds up itself, and what it sees is not for others.
    if (isRehearsing()) return isFresh ? this.latest!.flags : this.load(this.em);
    if (!isFresh) this.latest = { flags: this.load(this.em.fork()), at: now };
    return this.latest!.flags;
  }

  /** To be called after flags were changed here: who asks from now on must not share a look that began before. */
  forget(): void {
    this.latest = undefined;
  }

  private async load(em: EntityManager): Promise<Flags> {
    try {
      const flags = await em.find(FeatureFlag, {}, { orderBy: { key: 'asc' }, disableIdentityMap: true });
      return new Map(flags.map((flag) => [flag.key, flag]));
    } catch (error) {
      this.forget(); // the next one tries again
      throw error;
    }
  }
}
