import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { AssignmentPolicy, theOnlyPolicy } from './assignment-policy.entity.js';
import type { SetAssignmentInput } from './assignment.schemas.js';

@Injectable()
export class AssignmentPolicyService {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
  ) {}

  get(_actor: Actor): Promise<AssignmentPolicy> {
    return this.em.findOneOrFail(AssignmentPolicy, { id: theOnlyPolicy });
  }

  /** @throws PreconditionFailed */
  replace(
    actor: Actor,
    { strategy }: SetAssignmentInput,
    expected: ExpectedVersions,
  ): Promise<AssignmentPolicy> {
    return this.em.transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const where = { id: theOnlyPolicy };
      const policy = await em.findOneOrFail(AssignmentPolicy, where, { lockMode, refresh: true });
      checkVersion(policy, expected);
      const before = { strategy: policy.strategy };
      if (before.strategy === strategy) return policy;
      policy.strategy = strategy;
      const object = { type: 'assignment_policy', id: 'complaints' };
      await this.audit.record(actor, { action: 'assignment.changed', object, before, after: { strategy } });
      return policy;
    });
  }
}
