// Leave, and hours beyond the usual ones.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { PageReader, type Page } from '#libs/http';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { DutyOverlaps, TooManyDutyExceptions } from './assignment.errors.js';
import { DeskProfile, DutyException } from './desk-profile.entity.js';
import {
  dutyExceptionsList,
  type AddDutyExceptionInput,
  type DutyExceptionsQuery,
} from './desk-profiles.schemas.js';

/** Of one person, that are not over. */
const exceptionsAtMost = 100;

@Injectable()
export class DutyExceptions {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, CursorInvalid, ValidationFailed */
  async list(_actor: Actor, staff: string, query: DutyExceptionsQuery) {
    if (!(await this.em.findOne(DeskProfile, { staff }))) throw new NotFound('Desk profile', staff);
    const page = await this.pages.read(DutyException, dutyExceptionsList, query, { where: [{ staff }] });
    return { ...page, items: page.items.map(viewOf) } satisfies Page<unknown>;
  }

  /** @throws NotFound, DutyOverlaps, TooManyDutyExceptions */
  add(actor: Actor, staff: string, input: AddDutyExceptionInput) {
    return this.em.transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const profile = await em.findOne(DeskProfile, { staff }, { lockMode });
      if (!profile) throw new NotFound('Desk profile', staff);
      const { kind, startsAt, endsAt } = input;
      const inTheWay = { staff, kind, startsAt: { $lt: endsAt }, endsAt: { $gt: startsAt } };
      if ((await em.count(DutyException, inTheWay)) > 0) throw new DutyOverlaps();
      const ahead = await em.count(DutyException, { staff, endsAt: { $gt: this.clock.now() } });
      if (ahead >= exceptionsAtMost) throw new TooManyDutyExceptions(exceptionsAtMost);
      const handsOn = kind === 'leave' && input.handsOn;
      const made = em.create(DutyException, { ...input, id: newId(), staff, handsOn, handedOnAt: null });
      await this.record(actor, staff, 'desk_exception.added', made);
      return viewOf(made);
    });
  }

  /** What has been handed on by it stays with those who have it. @throws NotFound */
  remove(actor: Actor, id: string): Promise<void> {
    return this.em.transactional(async (em) => {
      const exception = await em.findOne(DutyException, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!exception) throw new NotFound('Duty exception', id);
      em.remove(exception);
      await this.record(actor, exception.staff, 'desk_exception.removed', exception);
    });
  }

  private record(actor: Actor, staff: string, action: string, { kind, startsAt, endsAt }: DutyException) {
    const after = { kind, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
    return this.audit.record(actor, { action, object: { type: 'staff', id: staff }, after });
  }
}

function viewOf({ id, staff, kind, startsAt, endsAt, handsOn, handedOnAt = null }: DutyException) {
  return { id, staffId: staff, kind, startsAt, endsAt, handsOn, handedOnAt };
}
