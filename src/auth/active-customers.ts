// A token outlives the account it was made for. Whether the account may still be used is looked up, at most once a second each.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { BoundedMap } from '#libs/cache';
import { Clock } from '#libs/time';
import { Customer } from './customer.entity.js';

const believedMs = 1_000;
const customersRemembered = 10_000;

interface LookedUp {
  active: boolean;
  /** Milliseconds since 1970. */
  at: number;
}

@Injectable()
export class ActiveCustomers {
  private readonly lookedUp = new BoundedMap<string, LookedUp>(customersRemembered);

  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Whether there is such a customer who may use the account; a change is noticed within a second, on every instance. */
  async includes(id: string): Promise<boolean> {
    const now = this.clock.now().getTime();
    const known = this.lookedUp.get(id);
    if (known && now - known.at < believedMs) return known.active;
    const active = (await this.em.fork().count(Customer, { id, status: 'active' })) === 1;
    this.lookedUp.set(id, { active, at: now });
    return active;
  }
}
