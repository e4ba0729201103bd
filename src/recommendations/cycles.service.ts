// When things are due again, as staff say.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Subcategory } from '../catalogue/service.entity.js';
import type { ReplaceCycle } from './recommendations.schemas.js';
import { ServiceCycle } from './service-cycle.entity.js';

@Injectable()
export class CyclesService {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
  ) {}

  list(_actor: Actor): Promise<ServiceCycle[]> {
    return this.em.find(ServiceCycle, {}, { orderBy: { subcategory: 'asc' } });
  }

  /** The row of the subcategory is locked, so that two first ones at once are one after the other. @throws NotFound, PreconditionFailed */
  async replace(
    actor: Actor,
    subcategory: string,
    input: ReplaceCycle,
    expected: ExpectedVersions,
  ): Promise<ServiceCycle> {
    return this.em.transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const about = await em.findOne(Subcategory, { id: subcategory }, { lockMode });
      if (!about) throw new NotFound('Subcategory', subcategory);
      const known = await em.findOne(ServiceCycle, { subcategory }, { refresh: true });
      checkVersion(known ?? { version: 0 }, expected);
      const before = known ? factsOf(known) : undefined;
      const cycle = known ?? em.create(ServiceCycle, { subcategory, ...input });
      Object.assign(cycle, input);
      const object = { type: 'subcategory', id: subcategory };
      await this.audit.record(actor, {
        action: 'service_cycle.changed',
        object,
        before,
        after: factsOf(cycle),
      });
      return cycle;
    });
  }
}

function factsOf({ dueAfterMonths, seasonMonths }: ServiceCycle) {
  return { dueAfterMonths: dueAfterMonths ?? null, seasonMonths: [...seasonMonths] };
}
