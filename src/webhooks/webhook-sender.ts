// Sends what is due at one endpoint. One job at a time does that for an endpoint, and sends a few messages at once: so an endpoint that is slow
// holds up nobody but itself, whatever waits for it.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { JobRun } from '#libs/jobs';
import { storableText } from '#libs/orm';
import { OutboundRequests, OutboundError } from '#libs/outbound';
import { SealBroken, SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import { systemActor } from '../access/actor.js';
import {
  isGone,
  isSuccess,
  WebhookAttempt,
  WebhookDelivery,
  type DeliveryOutcome,
} from './delivery.entity.js';
import { retryAfterSecondsOf } from './retry.js';
import { signedHeaders } from './signing.js';
import { WebhookSwitch } from './webhook-switch.js';
import { WebhookWaking } from './webhook-waking.js';
import { Webhook } from './webhook.entity.js';

/** To one endpoint. */
const atOnce = 8;
const timeoutMs = 15_000;
/** Longer than a round may take. A process that dies leaves the endpoint to others after this; the same job takes it up at once. */
const leaseMs = 60_000;
/** Then other jobs have their turn, before another one goes on here. */
const turnMs = 5_000;
const excerptBytes = 1_024;
const userAgent = 'Home-Services-Desk-Webhooks/1.0';

export interface SentWebhook {
  delivered: number;
  failed: number;
}

@Injectable()
export class WebhookSender {
  private readonly self = systemActor('webhooks');

  constructor(
    private readonly em: EntityManager,
    private readonly outbound: OutboundRequests,
    private readonly secrets: SecretBox,
    private readonly switching: WebhookSwitch,
    private readonly waking: WebhookWaking,
    private readonly clock: Clock,
  ) {}

  /** Until nothing is due. What becomes due later, and what is left, another job will look at. */
  async send(webhookId: string, run: JobRun): Promise<SentWebhook> {
    const sent: SentWebhook = { delivered: 0, failed: 0 };
    if (!(await this.take(webhookId, run.id))) return sent;
    run.atTheEnd((em) => this.release(em, webhookId, run.id));
    const begun = performance.now();
    while (performance.now() - begun < turnMs && (await this.keep(webhookId, run.id))) {
      const webhook = await this.em.findOne(Webhook, { id: webhookId }, { disableIdentityMap: true });
      const due = webhook ? await this.due(webhookId) : [];
      if (!webhook || due.length === 0) break;
      await all(due.map((delivery) => this.sendOne(webhook, delivery, run.signal, sent)));
    }
    return sent;
  }

  /** Whether this job may send to it: nobody else does, and it is switched on. */
  private take(id: string, job: string): Promise<boolean> {
    return this.em.transactional(async (em) => {
      const webhook = await lockedWebhook(em, id);
      const now = this.clock.now();
      if (webhook?.isActive()) return webhook.take(job, now, later(now, leaseMs));
      // An event that was heard while it was being switched off.
      if (webhook) await this.switching.giveUpWaiting(id);
      return false;
    });
  }

  /** Whether it is still ours. */
  private async keep(id: string, job: string): Promise<boolean> {
    const sendingUntil = later(this.clock.now(), leaseMs);
    return (await this.em.nativeUpdate(Webhook, { id, sendingBy: job }, { sendingUntil })) > 0;
  }

  /** Under the lock under which others look whether it is taken: what they have left to this job is seen here. */
  private async release(em: EntityManager, id: string, job: string): Promise<void> {
    const webhook = await lockedWebhook(em, id);
    if (webhook?.sendingBy !== job) return;
    webhook.release();
    const [next] = await em.find(
      WebhookDelivery,
      { webhook: id, status: 'pending' },
      { orderBy: { dueAt: 'asc' }, limit: 1, disableIdentityMap: true },
    );
    if (next) await this.waking.at(id, next.dueAt!);
  }

  private due(webhook: string): Promise<WebhookDelivery[]> {
    const where = { webhook, status: 'pending', dueAt: { $lte: this.clock.now() } } as const;
    const orderBy = { dueAt: 'asc', id: 'asc' } as const;
    return this.em.find(WebhookDelivery, where, { orderBy, limit: atOnce, disableIdentityMap: true });
  }

  private async sendOne(
    webhook: Webhook,
    delivery: WebhookDelivery,
    signal: AbortSignal,
    sent: SentWebhook,
  ): Promise<void> {
    const outcome = await this.attempt(webhook, delivery, signal);
    await this.record(webhook.id, delivery.id, outcome);
    sent[isSuccess(outcome) ? 'delivered' : 'failed'] += 1;
  }

  private async attempt(
    webhook: Webhook,
    delivery: WebhookDelivery,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome> {
    const begun = performance.now();
    try {
      const now = this.clock.now();
      const headers = {
        ...signedHeaders(this.secrets, webhook, delivery, now),
        'content-type': 'application/json',
        'user-agent': userAgent,
      };
      const { url } = webhook;
      const request = { url, headers, body: delivery.body, timeoutMs, signal, mostBytes: excerptBytes };
      const { status, body, durationMs, headers: answered } = await this.outbound.send(request);
      const isBusy = status === 429 || status === 503;
      return {
        status,
        errorCode: null,
        durationMs,
        excerpt: storableText(body),
        retryAfterSeconds: isBusy ? retryAfterSecondsOf(answered['retry-after'], now) : 0,
      };
    } catch (error) {
      const durationMs = Math.round(performance.now() - begun);
      return { status: null, errorCode: codeOf(error), durationMs, excerpt: '', retryAfterSeconds: 0 };
    }
  }

  /** Committed at once: what has left cannot be taken back. */
  private record(webhookId: string, deliveryId: string, outcome: DeliveryOutcome): Promise<void> {
    return this.em.transactional(async (em) => {
      const webhook = await lockedWebhook(em, webhookId);
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const delivery = await em.findOne(WebhookDelivery, { id: deliveryId }, { lockMode, refresh: true });
      // Deleted meanwhile.
      if (!webhook || !delivery) return;
      const now = this.clock.now();
      const { status, errorCode, durationMs, excerpt } = outcome;
      em.create(WebhookAttempt, { delivery: deliveryId, at: now, status, errorCode, durationMs, excerpt });
      delivery.record(outcome, now, isGone(outcome));
      await em.flush();
      await this.judge(webhook, outcome, now);
    });
  }

  /** What an attempt says of the endpoint. */
  private async judge(webhook: Webhook, outcome: DeliveryOutcome, now: Date): Promise<void> {
    if (isSuccess(outcome)) webhook.failingSince = null;
    else webhook.failingSince ??= now;
    if (!webhook.isActive()) return;
    if (isGone(outcome)) await this.switching.off(this.self, webhook, 'gone');
    else if (webhook.hasFailedTooLong(now)) await this.switching.off(this.self, webhook, 'failing');
  }
}

function lockedWebhook(em: EntityManager, id: string): Promise<Webhook | null> {
  return em.findOne(Webhook, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** Waits for every one, so that what has left is recorded also when another one fails. @throws the first error */
async function all(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

/** @throws what is neither the receiver's nor the endpoint's fault, such as that the process is to end */
function codeOf(error: unknown): string {
  if (error instanceof OutboundError) return error.code;
  if (error instanceof SealBroken) return 'SECRET_UNREADABLE';
  throw error;
}

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}
