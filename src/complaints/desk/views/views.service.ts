// Views that staff keep: their own, and those that a lead shares with all.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { lockFor, newId } from '#libs/orm';
import { Clock } from '#libs/time';
import { Forbidden } from '../../../access/access.errors.js';
import { mayDo, type Actor } from '../../../access/actor.js';
import { AuditService } from '../../../audit/audit.service.js';
import { Complaint } from '../../complaint.entity.js';
import { deskConditions } from '../lists/desk-search.js';
import { ComplaintDeskService } from '../lists/complaint-desk.service.js';
import { ComplaintListView } from './complaint-list-view.entity.js';
import { ComplaintViewNameTaken, TooManyComplaintViews } from './views.errors.js';
import { storedQuery, type ComplaintViewInput, type ViewPageQuery } from './views.schemas.js';

const ownAtMost = 30;
const sharedAtMost = 30;
const countedAtMost = 1000;

@Injectable()
export class ComplaintViewsService {
  constructor(
    private readonly em: EntityManager,
    private readonly desk: ComplaintDeskService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** The actor's own and the shared ones. */
  async list(actor: Actor) {
    return { items: (await this.visible(actor)).map(viewOf) };
  }

  /** How many complaints each of them finds, counted no further than a thousand. */
  async counts(actor: Actor) {
    const items = [];
    for (const { id, query } of await this.visible(actor)) {
      const count = await this.countUpTo(actor, query, countedAtMost + 1);
      items.push({ id, count: Math.min(count, countedAtMost), isMore: count > countedAtMost });
    }
    return { items };
  }

  /** @throws NotFound when it is somebody else's and not shared, CursorInvalid */
  async complaints(actor: Actor, id: string, { sort, ...page }: ViewPageQuery) {
    const asked = storedQuery.parse((await this.seen(actor, id)).query);
    return this.desk.list(actor, { ...asked, ...page, sort: sort ?? asked.sort });
  }

  /** The complaints that it finds now, no more than `limit`. @throws NotFound */
  async idsIn(actor: Actor, id: string, limit: number): Promise<string[]> {
    const asked = storedQuery.parse((await this.seen(actor, id)).query);
    const where = { $and: deskConditions(actor, asked, this.clock.now()) };
    const found = await this.em.find(Complaint, where, { fields: ['id'], orderBy: { id: 'asc' }, limit });
    return found.map((complaint) => complaint.id);
  }

  /** @throws ComplaintViewNameTaken, TooManyComplaintViews, Forbidden to share for whoever gives out no complaints */
  create(actor: Actor, input: ComplaintViewInput) {
    return this.em.transactional(async (em) => {
      await this.checkRoom(em, actor, input, null);
      const view = em.create(ComplaintListView, { id: newId(), owner: actor.id, ...columnsOf(input) });
      await this.note(actor, 'created', view);
      await em.flush();
      return viewOf(view);
    });
  }

  /** @throws as {@link create}, PreconditionFailed, NotFound */
  replace(actor: Actor, id: string, input: ComplaintViewInput, expected: ExpectedVersions) {
    return this.em.transactional(async (em) => {
      const view = await this.held(em, actor, id, expected);
      await this.checkRoom(em, actor, input, view);
      em.assign(view, columnsOf(input));
      await this.note(actor, 'changed', view);
      await em.flush();
      return viewOf(view);
    });
  }

  /** @throws PreconditionFailed, NotFound */
  async remove(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.em.transactional(async (em) => {
      const view = await this.held(em, actor, id, expected);
      em.remove(view);
      await this.note(actor, 'deleted', view);
    });
  }

  private visible(actor: Actor): Promise<ComplaintListView[]> {
    const orderBy = { isShared: 'asc', name: 'asc', id: 'asc' } as const;
    const where = { $or: [{ owner: actor.id }, { isShared: true }] };
    return this.em.find(ComplaintListView, where, { orderBy, limit: ownAtMost + sharedAtMost });
  }

  private async countUpTo(actor: Actor, query: Record<string, string>, limit: number): Promise<number> {
    const where = { $and: deskConditions(actor, storedQuery.parse(query), this.clock.now()) };
    const found = await this.em.find(Complaint, where, { fields: ['id'], limit, disableIdentityMap: true });
    return found.length;
  }

  private async seen(actor: Actor, id: string): Promise<ComplaintListView> {
    const where = { id, $or: [{ owner: actor.id }, { isShared: true }] };
    const view = await this.em.findOne(ComplaintListView, where, { refresh: true });
    if (!view) throw new NotFound('Complaint view', id);
    return view;
  }

  /** To be changed: one's own; a shared one by whoever shares. */
  private async held(em: EntityManager, actor: Actor, id: string, expected: ExpectedVersions) {
    const view = await this.seen(actor, id);
    if (view.isShared && view.owner !== actor.id) checkShares(actor);
    await em.lock(view, LockMode.PESSIMISTIC_WRITE);
    await em.refresh(view);
    checkVersion(view, expected);
    return view;
  }

  /** Views of one person are made one after the other, and shared ones as well. */
  private async checkRoom(
    em: EntityManager,
    actor: Actor,
    { name, isShared }: ComplaintViewInput,
    view: ComplaintListView | null,
  ): Promise<void> {
    const owner = view?.owner ?? actor.id;
    if (isShared) checkShares(actor);
    await lockFor(em, 'complaints.views');
    const named = await em.findOne(ComplaintListView, { owner, name });
    if (named && named.id !== view?.id) throw new ComplaintViewNameTaken(name);
    const own = await em.count(ComplaintListView, { owner });
    if (!view && own >= ownAtMost) throw new TooManyComplaintViews(ownAtMost, 'by one person');
    if (!isShared || view?.isShared) return;
    const shared = await em.count(ComplaintListView, { isShared: true });
    if (shared >= sharedAtMost) throw new TooManyComplaintViews(sharedAtMost, 'for all');
  }

  private note(actor: Actor, what: string, view: ComplaintListView) {
    const { id, name, isShared, query } = view;
    const object = { type: 'complaint_view', id };
    return this.audit.record(actor, {
      action: `complaint_view.${what}`,
      object,
      after: { name, isShared, query },
    });
  }
}

function checkShares(actor: Actor): void {
  if (!mayDo(actor, 'complaints.assign')) throw new Forbidden('complaints.assign');
}

function columnsOf({ name, isShared, query }: ComplaintViewInput) {
  return { name, isShared, query: query as Record<string, string> };
}

function viewOf({ id, owner: ownerId, name, isShared, query, version }: ComplaintListView) {
  return { id, ownerId, name, isShared, query, version };
}
