// Canned answers: kept by whoever gives out complaints, filled with what a complaint is about.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { textLanguageOf } from '#libs/format';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { lockFor, newId } from '#libs/orm';
import type { Actor } from '../../../access/actor.js';
import { AuditService } from '../../../audit/audit.service.js';
import { Booking } from '../../../bookings/booking.entity.js';
import { Settings } from '../../../config/settings.js';
import { Customer } from '../../../customers/customer.entity.js';
import { Staff } from '../../../staff/staff.entity.js';
import type { Complaint } from '../../complaint.entity.js';
import { CannedAnswer } from './canned-answer.entity.js';
import { fillCannedText, type CannedValues } from './canned-text.js';
import { CannedAnswerInactive, CannedAnswerNameTaken, TooManyDeskTexts } from './macros.errors.js';
import { deskTextsAtMost, type CannedAnswerInput } from './macros.schemas.js';

@Injectable()
export class CannedAnswersService {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
    private readonly settings: Settings,
  ) {}

  /** All of them, by name. */
  async list(_actor: Actor) {
    return {
      items: await this.em.find(CannedAnswer, {}, { orderBy: { name: 'asc' }, limit: deskTextsAtMost }),
    };
  }

  /** @throws CannedAnswerNameTaken, TooManyDeskTexts */
  create(actor: Actor, input: CannedAnswerInput): Promise<CannedAnswer> {
    return this.em.transactional(async (em) => {
      await this.checkName(em, input.name, null);
      if ((await em.count(CannedAnswer)) >= deskTextsAtMost) throw new TooManyDeskTexts(deskTextsAtMost);
      const answer = em.create(CannedAnswer, { id: newId(), ...input });
      await this.note(actor, 'created', answer, input);
      await em.flush();
      return answer;
    });
  }

  /** @throws CannedAnswerNameTaken, PreconditionFailed, NotFound */
  replace(
    actor: Actor,
    id: string,
    input: CannedAnswerInput,
    expected: ExpectedVersions,
  ): Promise<CannedAnswer> {
    return this.em.transactional(async (em) => {
      await this.checkName(em, input.name, id);
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const answer = await em.findOne(CannedAnswer, { id }, { lockMode, refresh: true });
      if (!answer) throw new NotFound('Canned answer', id);
      checkVersion(answer, expected);
      em.assign(answer, input);
      await this.note(actor, 'changed', answer, input);
      await em.flush();
      return answer;
    });
  }

  /**
   * What it says of a complaint, in the language of the complaint or else of its customer.
   * @throws CannedAnswerValueMissing, CannedAnswerInactive, NotFound
   */
  async textFor(actor: Actor, em: EntityManager, complaint: Complaint, id: string): Promise<string> {
    const answer = await em.findOne(CannedAnswer, { id });
    if (!answer) throw new NotFound('Canned answer', id);
    if (!answer.isActive) throw new CannedAnswerInactive(answer.name);
    const customer = await em.findOne(Customer, { id: complaint.customer });
    const language = textLanguageOf(complaint.language ?? customer?.language ?? 'en');
    const text = language === 'hi' ? answer.textHi : answer.textEn;
    const values = await valuesOf(em, actor, complaint, customer);
    return fillCannedText(text, values, language, this.settings.BUSINESS_TIME_ZONE);
  }

  private async checkName(em: EntityManager, name: string, id: string | null): Promise<void> {
    await lockFor(em, 'complaints.canned_answers');
    const named = await em.findOne(CannedAnswer, { name });
    if (named && named.id !== id) throw new CannedAnswerNameTaken(name);
  }

  private note(actor: Actor, what: string, { id }: CannedAnswer, after: CannedAnswerInput) {
    return this.audit.record(actor, {
      action: `canned_answer.${what}`,
      object: { type: 'canned_answer', id },
      after: { ...after },
    });
  }
}

async function valuesOf(
  em: EntityManager,
  actor: Actor,
  complaint: Complaint,
  customer: Customer | null,
): Promise<CannedValues> {
  const visit = complaint.booking
    ? await em.findOne(Booking, { id: complaint.booking }, { populate: ['service', 'provider'] })
    : null;
  const staff = actor.kind === 'staff' ? await em.findOne(Staff, { id: actor.id }) : null;
  const { reference, subject, createdAt, dueAt } = complaint;
  return {
    firstName: customer?.name?.split(' ')[0],
    reference,
    subject,
    staffName: staff?.name,
    filedAt: createdAt.toISOString(),
    dueAt: dueAt?.toISOString(),
    bookingReference: visit?.reference,
    visitAt: visit?.startsAt.toISOString(),
    serviceName: visit?.service.name,
    providerName: visit?.provider.name,
  };
}
