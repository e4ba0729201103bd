// Macros at work: what one would do to a complaint, and doing it.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { ExpectedVersions } from '#libs/http';
import type { Actor } from '../../../access/actor.js';
import { AuditService } from '../../../audit/audit.service.js';
import { ReadsService } from '../../../audit/reads.service.js';
import { ComplaintChanges, type ComplaintChange } from '../../complaint-changes.js';
import { Complaint } from '../../complaint.entity.js';
import { deskViewOf, type DeskComplaint } from '../lists/complaint-desk.service.js';
import { ComplaintMacro } from './complaint-macro.entity.js';
import { DeskActions, type DeskDone } from './desk-actions.js';
import { ComplaintMacroChanged, ComplaintMacroInactive } from './macros.errors.js';
import type { ApplyMacroInput } from './macros.schemas.js';

export interface MacroOutcome {
  macroVersion: number;
  done: DeskDone[];
  complaint: DeskComplaint;
}

/** Takes back what was done to see what it comes to. */
class Previewed extends Error {
  constructor(readonly outcome: MacroOutcome) {
    super('A preview is not written.');
  }
}

@Injectable()
export class MacroRuns {
  constructor(
    private readonly em: EntityManager,
    private readonly changes: ComplaintChanges,
    private readonly actions: DeskActions,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
  ) {}

  /**
   * What the macro would do and say: it is done as {@link apply} does it, and taken back with its transaction. That staff look is noted.
   * @throws what applying it would, NotFound
   */
  async preview(actor: Actor, macroId: string, complaintId: string): Promise<MacroOutcome> {
    const complaint = await this.em.findOne(Complaint, { id: complaintId });
    if (!complaint) throw new NotFound('Complaint', complaintId);
    const object = { type: 'complaint', id: complaintId };
    await this.reads.note(actor, { action: 'complaint.viewed', object, person: complaint.customer });
    try {
      await this.changes.change(actor, complaintId, 'complaint.macro_previewed', async (change) => {
        throw new Previewed(await this.run(actor, change, { macroId }));
      });
    } catch (error) {
      if (error instanceof Previewed) return error.outcome;
      throw error;
    }
    throw new Error('A preview ends by being taken back.');
  }

  /**
   * All of its steps, or none.
   * @throws ComplaintMacroChanged, ComplaintMacroInactive, PreconditionFailed, NotFound, and what its steps throw
   */
  async apply(
    actor: Actor,
    id: string,
    input: ApplyMacroInput,
    expected?: ExpectedVersions,
  ): Promise<MacroOutcome> {
    let outcome!: MacroOutcome;
    const complaint = await this.changes.change(
      actor,
      id,
      'complaint.macro_applied',
      async (change) => void (outcome = await this.run(actor, change, input)),
      expected,
    );
    return { ...outcome, complaint: deskViewOf(complaint) };
  }

  /** As part of a change. */
  async run(
    actor: Actor,
    change: ComplaintChange,
    { macroId, macroVersion }: ApplyMacroInput,
  ): Promise<MacroOutcome> {
    const { em, complaint } = change;
    const macro = await em.findOne(ComplaintMacro, { id: macroId }, { refresh: true });
    if (!macro) throw new NotFound('Complaint macro', macroId);
    const { name, version, isActive, actions } = macro;
    if (!isActive) throw new ComplaintMacroInactive(name);
    if (macroVersion !== undefined && macroVersion !== version)
      throw new ComplaintMacroChanged(name, version);
    const done = await this.actions.perform(actor, change, actions);
    await this.changes.follow(em, complaint);
    const object = { type: 'complaint_macro', id: macroId };
    const after = { version, complaintId: complaint.id };
    await this.audit.record(actor, { action: 'complaint_macro.used', object, after });
    return { macroVersion: version, done, complaint: deskViewOf(complaint) };
  }
}
