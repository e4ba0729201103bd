import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, type FilterQuery } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { DomainEvent } from '#libs/events';
import { PageReader, type Page } from '#libs/http';
import { JobQueue } from '#libs/jobs';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import type { AuditFacts } from '../audit/audit-entry.entity.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { WebhookAttempt, WebhookDelivery } from './delivery.entity.js';
import { bodyOf, testType } from './event-types.service.js';
import { WebhookWaking } from './webhook-waking.js';
import { Webhook } from './webhook.entity.js';
import { NothingToRecover, WebhookIsDisabled } from './webhook.errors.js';
import { recoverJob, type RecoverJobInput } from './webhooks.job-inputs.js';
import { deliveriesList, type DeliveriesQuery, type RecoverInput } from './webhooks.schemas.js';

const attemptsShown = 50;

@Injectable()
export class DeliveriesService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly jobs: JobQueue,
    private readonly waking: WebhookWaking,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly clock: Clock,
  ) {}

  /** For each active endpoint that wants it, once. In the caller's transaction. */
  async make(em: EntityManager, event: DomainEvent): Promise<void> {
    const webhooks = await em.find(Webhook, { status: 'active' }, { disableIdentityMap: true });
    const ids = webhooks.filter((webhook) => webhook.wants(event.type)).map(({ id }) => id);
    await this.add(em, ids, event);
  }

  /** @throws NotFound, CursorInvalid, ValidationFailed */
  async list(_actor: Actor, webhookId: string, query: DeliveriesQuery): Promise<Page<WebhookDelivery>> {
    if ((await this.em.count(Webhook, { id: webhookId })) === 0) throw new NotFound('Webhook', webhookId);
    const { status, event, since } = query;
    const where: FilterQuery<WebhookDelivery>[] = [{ webhook: webhookId }];
    if (status) where.push({ status });
    if (event) where.push({ eventType: event });
    if (since) where.push({ at: { $gte: since } });
    return this.pages.read(WebhookDelivery, deliveriesList, query, { where });
  }

  /** What was sent tells of a customer: that staff look is noted. @throws NotFound */
  async get(actor: Actor, id: string): Promise<WebhookDelivery & { log: WebhookAttempt[] }> {
    const delivery = await this.em.findOne(WebhookDelivery, { id });
    if (!delivery) throw new NotFound('Delivery', id);
    const object = { type: 'webhook_delivery', id };
    await this.reads.note(actor, { action: 'webhook_delivery.viewed', object });
    const log = await this.em.find(
      WebhookAttempt,
      { delivery: id },
      { orderBy: { id: 'desc' }, limit: attemptsShown },
    );
    return Object.assign(delivery, { log });
  }

  /** Under the same message id, with the same body, however it went. @throws NotFound, WebhookIsDisabled */
  async resend(actor: Actor, id: string): Promise<WebhookDelivery> {
    return this.em.transactional(async (em) => {
      const delivery = await em.findOne(WebhookDelivery, { id });
      if (!delivery) throw new NotFound('Delivery', id);
      // The endpoint first, as everywhere: two locks in two orders would wait for each other.
      await this.active(em, delivery.webhook);
      await em.refresh(delivery, { lockMode: LockMode.PESSIMISTIC_WRITE });
      delivery.sendAnew(this.clock.now());
      await this.audit.record(actor, {
        action: 'webhook_delivery.resent',
        object: { type: 'webhook_delivery', id },
        after: { webhook: delivery.webhook, eventType: delivery.eventType },
      });
      await em.flush();
      await this.waking.now([delivery.webhook]);
      return delivery;
    });
  }

  /** A message of no meaning, to this endpoint only. @throws NotFound, WebhookIsDisabled */
  async test(actor: Actor, webhookId: string): Promise<WebhookDelivery> {
    return this.em.transactional(async (em) => {
      await this.active(em, webhookId);
      const id = newId();
      const event = { id, type: testType, at: this.clock.now(), data: {} };
      await this.record(actor, 'webhook.tested', webhookId);
      await this.add(em, [webhookId], { ...event, aggregate: { type: 'webhook', id: webhookId } });
      return em.findOneOrFail(WebhookDelivery, { webhook: webhookId, eventId: id });
    });
  }

  /**
   * Has everything sent again that happened since then and has failed by now, in the background.
   * @returns the job
   * @throws NotFound, WebhookIsDisabled, NothingToRecover
   */
  async recover(actor: Actor, webhookId: string, { since }: RecoverInput): Promise<{ jobId: string }> {
    if (since > this.clock.now()) throw new NothingToRecover();
    return this.em.transactional(async (em) => {
      await this.active(em, webhookId);
      const input: RecoverJobInput = {
        webhookId,
        since: since.toISOString(),
        until: this.clock.now().toISOString(),
      };
      const owner = { kind: 'staff', id: actor.id } as const;
      const job = await this.jobs.enqueue({ type: recoverJob, input, owner });
      await this.record(actor, 'webhook.recovered', webhookId, { since: input.since, jobId: job.id });
      return { jobId: job.id };
    });
  }

  private record(actor: Actor, action: string, id: string, after?: AuditFacts): Promise<void> {
    return this.audit.record(actor, { action, object: { type: 'webhook', id }, after });
  }

  private async add(
    em: EntityManager,
    webhooks: readonly string[],
    event: Omit<DomainEvent, 'correlationId'>,
  ): Promise<void> {
    if (webhooks.length === 0) return;
    const { id: eventId, type: eventType, at } = event;
    const now = this.clock.now();
    const body = bodyOf(event);
    const rows = webhooks.map((webhook) => ({
      id: newId(),
      webhook,
      eventId,
      eventType,
      body,
      at,
      dueAt: now,
      status: 'pending' as const,
      attempts: 0,
      failures: 0,
    }));
    await em.upsertMany(WebhookDelivery, rows, {
      onConflictFields: ['webhook', 'eventId'],
      onConflictAction: 'ignore',
    });
    await this.waking.now(webhooks);
  }

  /** Locked against being switched off meanwhile. */
  private async active(em: EntityManager, id: string): Promise<Webhook> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const webhook = await em.findOne(Webhook, { id }, { lockMode, refresh: true });
    if (!webhook) throw new NotFound('Webhook', id);
    if (!webhook.isActive()) throw new WebhookIsDisabled();
    return webhook;
  }
}
