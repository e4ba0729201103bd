// Macros: kept in versions, tried out on a complaint, applied to it.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { lockFor, newId } from '#libs/orm';
import type { Actor } from '../../../access/actor.js';
import { AuditService } from '../../../audit/audit.service.js';
import { Staff } from '../../../staff/staff.entity.js';
import { CannedAnswer } from './canned-answer.entity.js';
import { ComplaintMacro, ComplaintMacroVersion } from './complaint-macro.entity.js';
import type { DeskAction } from './desk-actions.schemas.js';
import { ComplaintTopic } from '../topics/complaint-topic.entity.js';
import { ComplaintMacroNameTaken, ComplaintMacroUnfit, TooManyDeskTexts } from './macros.errors.js';
import { deskTextsAtMost, type MacroInput } from './macros.schemas.js';

/** The latest ones are shown. */
const versionsShown = 50;

@Injectable()
export class ComplaintMacrosService {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
  ) {}

  /** All of them, by name. */
  async list(_actor: Actor) {
    const orderBy = { name: 'asc' } as const;
    return { items: await this.em.find(ComplaintMacro, {}, { orderBy, limit: deskTextsAtMost }) };
  }

  /** The latest first. @throws NotFound */
  async versions(_actor: Actor, id: string) {
    if (!(await this.em.findOne(ComplaintMacro, { id }))) throw new NotFound('Complaint macro', id);
    const orderBy = { number: 'desc' } as const;
    return {
      items: await this.em.find(ComplaintMacroVersion, { macro: id }, { orderBy, limit: versionsShown }),
    };
  }

  /** @throws ComplaintMacroNameTaken, ComplaintMacroUnfit, TooManyDeskTexts */
  create(actor: Actor, input: MacroInput): Promise<ComplaintMacro> {
    return this.em.transactional(async (em) => {
      await this.check(em, input, null);
      if ((await em.count(ComplaintMacro)) >= deskTextsAtMost) throw new TooManyDeskTexts(deskTextsAtMost);
      const macro = em.create(ComplaintMacro, { id: newId(), ...input });
      await em.flush();
      await this.keep(em, actor, 'created', macro, input);
      return macro;
    });
  }

  /** Its earlier state is kept as a version. @throws as {@link create}, PreconditionFailed, NotFound */
  replace(actor: Actor, id: string, input: MacroInput, expected: ExpectedVersions): Promise<ComplaintMacro> {
    return this.em.transactional(async (em) => {
      await this.check(em, input, id);
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const macro = await em.findOne(ComplaintMacro, { id }, { lockMode, refresh: true });
      if (!macro) throw new NotFound('Complaint macro', id);
      checkVersion(macro, expected);
      const { version } = macro;
      em.assign(macro, input);
      await em.flush();
      if (macro.version !== version) await this.keep(em, actor, 'changed', macro, input);
      return macro;
    });
  }

  private async check(em: EntityManager, { name, actions }: MacroInput, id: string | null): Promise<void> {
    await lockFor(em, 'complaints.macros');
    const named = await em.findOne(ComplaintMacro, { name });
    if (named && named.id !== id) throw new ComplaintMacroNameTaken(name);
    for (const action of actions) await this.checkAction(em, action);
  }

  /** That it names what is there, and does something. @throws ComplaintMacroUnfit */
  private async checkAction(em: EntityManager, action: DeskAction): Promise<void> {
    if (action.do === 'answer') {
      if (!(await em.findOne(CannedAnswer, { id: action.cannedAnswerId, isActive: true })))
        throw new ComplaintMacroUnfit(`there is no canned answer ${action.cannedAnswerId} in use`);
    }
    if (action.do === 'assign' && 'assigneeId' in action.to && action.to.assigneeId) {
      const { assigneeId: id } = action.to;
      if (!(await em.findOne(Staff, { id, status: 'active' })))
        throw new ComplaintMacroUnfit(`there is no member of staff ${id} at work`);
    }
    if (action.do !== 'reclassify') return;
    const { category, severity, topicId } = action;
    if (category === undefined && severity === undefined && topicId === undefined)
      throw new ComplaintMacroUnfit('a step that reclassifies says nothing');
    if (topicId && !(await em.findOne(ComplaintTopic, { id: topicId, isActive: true })))
      throw new ComplaintMacroUnfit(`there is no topic ${topicId} in use`);
  }

  private async keep(
    em: EntityManager,
    actor: Actor,
    what: string,
    macro: ComplaintMacro,
    input: MacroInput,
  ): Promise<void> {
    const { id, version: number } = macro;
    em.create(ComplaintMacroVersion, { id: newId(), macro: id, number, madeBy: actor.id, ...input });
    const object = { type: 'complaint_macro', id };
    const after = { number, ...input };
    await this.audit.record(actor, { action: `complaint_macro.${what}`, object, after });
  }
}
