// What macros and bulk actions do to a complaint, each step as the route of its own would.
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../access/actor.js';
import { AssignmentDesk } from '../../assignment/assignment-desk.service.js';
import type { ComplaintChange } from '../../complaint-changes.js';
import type { UpdateVisibility } from '../../complaint.terms.js';
import { ComplaintLifecycle } from '../../lifecycle/lifecycle.service.js';
import { UpdatesService } from '../../updates/updates.service.js';
import { ComplaintClassification } from '../topics/complaint-classification.js';
import { CannedAnswersService } from './canned-answers.service.js';
import type { DeskAction } from './desk-actions.schemas.js';

export interface DeskDone {
  do: DeskAction['do'];
  /** False where it was so already. */
  isNews: boolean;
  said: { body: string; visibility: UpdateVisibility } | null;
}

@Injectable()
export class DeskActions {
  constructor(
    private readonly lifecycle: ComplaintLifecycle,
    private readonly updates: UpdatesService,
    private readonly classification: ComplaintClassification,
    private readonly desk: AssignmentDesk,
    private readonly answers: CannedAnswersService,
  ) {}

  /** One after the other, as part of a change. @throws what each step throws: then none of them is to be written */
  async perform(actor: Actor, change: ComplaintChange, actions: readonly DeskAction[]): Promise<DeskDone[]> {
    const done: DeskDone[] = [];
    for (const action of actions) done.push(await this.step(actor, change, action));
    return done;
  }

  private async step(actor: Actor, change: ComplaintChange, action: DeskAction): Promise<DeskDone> {
    switch (action.do) {
      case 'set_status': {
        const isNews = await this.lifecycle.move(actor, change, action.status, action.reason);
        return { do: action.do, isNews, said: isNews ? noted(action.reason) : null };
      }
      case 'escalate': {
        const isNews = await this.lifecycle.passUp(actor, change, action.reason);
        return { do: action.do, isNews, said: noted(action.reason) };
      }
      case 'reclassify': {
        const { do: what, ...as } = action;
        return { do: what, isNews: await this.classification.apply(actor, change, as), said: null };
      }
      case 'assign':
        return {
          do: action.do,
          isNews: await this.desk.assignIn(actor, change, action.to),
          said: null,
        };
      case 'answer': {
        const { em, complaint } = change;
        const body = await this.answers.textFor(actor, em, complaint, action.cannedAnswerId);
        return this.say(actor, change, action.do, { body, visibility: 'public' });
      }
      case 'update':
        return this.say(actor, change, action.do, { body: action.body, visibility: action.visibility });
    }
  }

  private async say(
    actor: Actor,
    change: ComplaintChange,
    what: DeskAction['do'],
    said: NonNullable<DeskDone['said']>,
  ): Promise<DeskDone> {
    await this.updates.write(actor, said, change);
    return { do: what, isNews: true, said };
  }
}

/** Why a step is taken, staff note for themselves. */
function noted(reason: string): DeskDone['said'] {
  return reason === '' ? null : { body: reason, visibility: 'internal' };
}
