import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { PageReader, type Page } from '#libs/http';
import { newId, newReference, violatesConstraint } from '#libs/orm';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { Conversation } from '../conversations/conversation.entity.js';
import { CustomersService } from '../customers/customers.service.js';
import { callbackFactsOf, callbackRequested } from './callback.events.js';
import { CallbackRequest, ownCallbacks } from './callback-request.entity.js';
import { CallbackPhoneUnverified, CallbackWindowOver } from './callbacks.errors.js';
import { callbacksList, type ListCallbacks, type RequestCallback } from './callbacks.schemas.js';

@PublishesEvents(callbackRequested)
@Injectable()
export class CallbacksService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly customers: CustomersService,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('callback')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(CallbackRequest, { id }));
  }

  /**
   * Asks for a call. Whoever waits for one in the same window already is answered with that one, and nobody is told twice.
   * @param requestKey what the request is known by: said again, it is answered with the call that it asked for, done or not
   * @throws CallbackWindowOver, CallbackPhoneUnverified
   * @throws NotFound when the conversation is another customer's
   */
  async request(actor: Actor, wish: RequestCallback, requestKey?: string): Promise<CallbackRequest> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    try {
      return await this.em.transactional((em) => this.add(em, actor, customer, wish, requestKey));
    } catch (error) {
      if (!violatesConstraint(error, 'callback_requests_reference_unique')) throw error;
      return this.request(actor, wish, requestKey);
    }
  }

  /** Customers see their own, staff those of everybody. @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: ListCallbacks): Promise<Page<CallbackRequest>> {
    await this.reads.note(actor, { action: 'callbacks.listed', object: { type: 'callback', id: 'many' } });
    const { status } = query;
    const where = [ownCallbacks(actor), status ? { status } : {}];
    return this.pages.read(CallbackRequest, callbacksList, query, { where });
  }

  /** That staff look is noted. @throws NotFound when it is another customer's */
  async get(actor: Actor, id: string): Promise<CallbackRequest> {
    const callback = await this.em.findOne(CallbackRequest, { id, ...ownCallbacks(actor) });
    if (!callback) throw new NotFound('Callback', id);
    const { customer: person } = callback;
    await this.reads.note(actor, { action: 'callback.viewed', object: { type: 'callback', id }, person });
    return callback;
  }

  /** The calls that the customer still waits for, the newest first. @param limit how many at most */
  async waitedFor(actor: Actor, limit: number): Promise<CallbackRequest[]> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const orderBy = { createdAt: 'desc', id: 'desc' } as const;
    return this.em.find(CallbackRequest, { customer, status: 'open' }, { orderBy, limit });
  }

  /** By staff, after the call. @throws CallbackClosed, NotFound */
  finish(actor: Actor, id: string): Promise<CallbackRequest> {
    return this.closing(actor, id, 'callback.done', (callback) =>
      callback.finish(actor.id, this.clock.now()),
    );
  }

  /** @throws CallbackClosed, NotFound when it is another customer's */
  cancel(actor: Actor, id: string): Promise<CallbackRequest> {
    return this.closing(actor, id, 'callback.cancelled', (callback) => callback.cancel(this.clock.now()));
  }

  /** One request at a time per customer: their row is locked, so of two at once the second sees the first. */
  private async add(
    em: EntityManager,
    actor: Actor,
    customer: string,
    { about, windowFrom, windowTo, conversationId: conversation = null }: RequestCallback,
    requestKey: string | undefined,
  ): Promise<CallbackRequest> {
    const { phoneVerified } = await this.customers.lockActive(em, customer);
    const earlier = requestKey && (await em.findOne(CallbackRequest, { customer, requestKey }));
    if (earlier) return earlier;
    const waiting = await em.findOne(CallbackRequest, { customer, status: 'open', windowFrom, windowTo });
    if (waiting) return waiting;
    if (!phoneVerified) throw new CallbackPhoneUnverified();
    if (windowTo && windowTo <= this.clock.now()) throw new CallbackWindowOver(windowTo);
    if (conversation && (await em.count(Conversation, { id: conversation, customer })) === 0)
      throw new NotFound('Conversation', conversation);
    const callback = em.create(CallbackRequest, {
      id: newId(),
      reference: newReference('CB'),
      customer,
      conversation,
      about,
      windowFrom,
      windowTo,
      requestKey,
      closedAt: null,
      createdAt: this.clock.now(),
    });
    this.events.publish(callbackRequested, callback.id, callbackFactsOf(callback));
    await this.record(actor, callback, 'callback.requested');
    return callback;
  }

  private closing(
    actor: Actor,
    id: string,
    action: string,
    close: (callback: CallbackRequest) => void,
  ): Promise<CallbackRequest> {
    return this.em.transactional(async (em) => {
      const callback = await em.findOne(
        CallbackRequest,
        { id, ...ownCallbacks(actor) },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (!callback) throw new NotFound('Callback', id);
      const { status } = callback;
      close(callback);
      await this.record(actor, callback, action, { status });
      return callback;
    });
  }

  /** The words themselves stay out of the log: they are the customer's, and can be read in the request. */
  private record(
    actor: Actor,
    { id, customer, status }: CallbackRequest,
    action: string,
    before?: { status: string },
  ): Promise<unknown> {
    const object = { type: 'callback', id };
    return this.audit.record(actor, { action, object, person: customer, before, after: { status } });
  }
}
