// What is said about a complaint: between the customer and us, and among staff.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { PageReader, type Page } from '#libs/http';
import { newId } from '#libs/orm';
import { Forbidden } from '../../access/access.errors.js';
import { customerScope, type Actor } from '../../access/actor.js';
import { ReadsService } from '../../audit/reads.service.js';
import { ComplaintChanges, type ComplaintChange } from '../complaint-changes.js';
import { ComplaintUpdate } from './complaint-update.entity.js';
import { Complaint, ownComplaints } from '../complaint.entity.js';
import { complaintFactsOf, complaintReplied } from '../complaint.events.js';
import { TooManyComplaintUpdates } from '../complaints.errors.js';
import { CannotBeMentioned, Mentions } from './mentions.js';
import { updatesList, type AddUpdateInput, type UpdatesQuery } from './updates.schemas.js';

/** Of one complaint, whoever writes them. */
const updatesAtMost = 500;

interface ToldBy {
  broadcastId?: string | null;
  remedyId?: string | null;
}

@PublishesEvents(complaintReplied)
@Injectable()
export class UpdatesService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly changes: ComplaintChanges,
    private readonly mentions: Mentions,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
  ) {}

  /**
   * Adds to a complaint that somebody works on; staff may note something for themselves at any time.
   * @param requestKey what the request is known by: said again, it is answered with the update that it gave
   * @throws ComplaintEnded, TooManyComplaintUpdates, CannotBeMentioned, NotFound, Forbidden for a customer who writes for staff only
   */
  async add(actor: Actor, id: string, input: AddUpdateInput, requestKey?: string): Promise<ComplaintUpdate> {
    const isInternal = input.visibility === 'internal';
    if (isInternal && customerScope(actor)) throw new Forbidden('to be staff');
    if (!isInternal && input.mentions?.length) throw new CannotBeMentioned(input.mentions);
    let added!: ComplaintUpdate;
    await this.changes.change(actor, id, 'complaint.update_added', async (change) => {
      const earlier = requestKey && (await change.em.findOne(ComplaintUpdate, { complaint: id, requestKey }));
      added = earlier || (await this.write(actor, input, change, requestKey));
      return !earlier;
    });
    return added;
  }

  /** Customers see what is public, staff all of it. That staff look is noted. @throws NotFound, CursorInvalid */
  async list(actor: Actor, id: string, query: UpdatesQuery): Promise<Page<ComplaintUpdate>> {
    const complaint = await this.em.findOne(Complaint, { id, ...ownComplaints(actor) });
    if (!complaint) throw new NotFound('Complaint', id);
    const object = { type: 'complaint', id };
    await this.reads.note(actor, { action: 'complaint.viewed', object, person: complaint.customer });
    const where = [{ complaint: id }, customerScope(actor) ? { visibility: 'public' as const } : {}];
    return this.pages.read(ComplaintUpdate, updatesList, query, { where });
  }

  /**
   * As part of another change.
   * @param toldBy who tells its customer of it, where that is not the update itself: an answer to many at once, an apology
   * @throws ComplaintEnded, TooManyComplaintUpdates
   */
  async write(
    actor: Actor,
    { body, visibility, mentions = [] }: AddUpdateInput,
    { em, complaint, now }: ComplaintChange,
    requestKey?: string,
    toldBy: ToldBy = {},
  ): Promise<ComplaintUpdate> {
    if (visibility === 'public') complaint.checkUnsolved();
    if ((await em.count(ComplaintUpdate, { complaint })) >= updatesAtMost)
      throw new TooManyComplaintUpdates(updatesAtMost);
    await this.mentions.check(em, mentions);
    const customer = customerScope(actor);
    const update = em.create(ComplaintUpdate, {
      id: newId(),
      complaint,
      body,
      visibility,
      mentions,
      requestKey,
      authorKind: customer ? 'customer' : 'staff',
      authorId: customer ?? actor.id,
      createdAt: now,
    });
    const facts = { updateId: update.id };
    if (visibility === 'internal') {
      complaint.record({ kind: 'noted', at: now, visibility, facts }, actor);
      this.mentions.tell(complaint, update.id, mentions);
      return update;
    }
    complaint.replied(actor, now, facts);
    const { broadcastId = null, remedyId = null } = toldBy;
    const told = { ...complaintFactsOf(complaint), ...facts, by: actor.kind, broadcastId, remedyId };
    this.events.publish(complaintReplied, complaint.id, told);
    return update;
  }
}
