import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { z } from 'zod';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { lockFor, newId } from '#libs/orm';
import { OutboundRequests, OutboundError } from '#libs/outbound';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { EventTypesService } from './event-types.service.js';
import { newSecret, sealSecret } from './signing.js';
import { WebhookSwitch } from './webhook-switch.js';
import { Webhook } from './webhook.entity.js';
import { EventTypesUnknown, TooManyWebhooks, WebhookUrlRefused } from './webhook.errors.js';
import {
  webhooksList,
  webhookView,
  type ListWebhooks,
  type newSecretView,
  type RotateSecretInput,
  type UpdateWebhookInput,
  type WebhookInput,
} from './webhooks.schemas.js';

/** Each public event is looked at for each of them. */
const atMost = 50;
const minuteMs = 60_000;

/** What a new one has not been through. */
const unused = { disabledReason: null, disabledAt: null, failingSince: null, previousEndsAt: null };

/** An endpoint, and, this once, its secret. */
type WithSecret = z.output<typeof newSecretView>;

@Injectable()
export class WebhooksService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly pages: PageReader,
    private readonly outbound: OutboundRequests,
    private readonly secrets: SecretBox,
    private readonly switching: WebhookSwitch,
    private readonly eventTypes: EventTypesService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws WebhookUrlRefused, EventTypesUnknown, TooManyWebhooks */
  async create(actor: Actor, input: WebhookInput): Promise<WithSecret> {
    const facts = this.checked(input);
    const secret = newSecret();
    const made = await this.em.transactional(async (em) => {
      // One at a time, so that the limit is exact.
      await lockFor(em, 'webhooks.creation');
      if ((await em.count(Webhook)) >= atMost) throw new TooManyWebhooks(atMost);
      const id = newId();
      const sealed = sealSecret(this.secrets, secret, id);
      const webhook = em.create(Webhook, {
        id,
        createdBy: actor.id,
        ...facts,
        ...unused,
        secret: sealed,
      });
      await this.record(actor, 'created', webhook, { after: shownInAudit(webhook) });
      return webhook;
    });
    return { ...webhookView.parse(made), secret };
  }

  /** @throws CursorInvalid, ValidationFailed */
  list(_actor: Actor, query: ListWebhooks): Promise<Page<Webhook>> {
    const { status } = query;
    return this.pages.read(Webhook, webhooksList, query, { where: [status ? { status } : {}] });
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string): Promise<Webhook> {
    const webhook = await this.em.findOne(Webhook, { id });
    if (!webhook) throw new NotFound('Webhook', id);
    return webhook;
  }

  /**
   * @param input all members, or those that change
   * @throws NotFound, PreconditionFailed, WebhookUrlRefused, EventTypesUnknown
   */
  async update(
    actor: Actor,
    id: string,
    input: UpdateWebhookInput,
    expected: ExpectedVersions,
  ): Promise<Webhook> {
    return this.change(id, expected, async (webhook) => {
      const { url, description, events } = webhook;
      const facts = this.checked({ url, description, events, ...input });
      const before = shownInAudit(webhook);
      const urlChanged = webhook.url !== facts.url;
      webhook.change(facts);
      await this.record(actor, 'changed', webhook, {
        before,
        after: { ...shownInAudit(webhook), urlChanged },
      });
    });
  }

  /** With all that was or is to be sent to it. @throws NotFound, PreconditionFailed */
  async remove(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.change(id, expected, async (webhook, em) => {
      await this.record(actor, 'deleted', webhook, { before: shownInAudit(webhook) });
      em.remove(webhook);
    });
  }

  /** @throws NotFound */
  async rotate(actor: Actor, id: string, { overlapMinutes }: RotateSecretInput): Promise<WithSecret> {
    const secret = newSecret();
    const rotated = await this.change(id, undefined, async (webhook) => {
      const overlapEndsAt = new Date(this.clock.now().getTime() + overlapMinutes * minuteMs);
      webhook.rotate(sealSecret(this.secrets, secret, id), overlapEndsAt);
      await this.record(actor, 'rotated', webhook, { after: { overlapMinutes } });
    });
    return { ...webhookView.parse(rotated), secret };
  }

  /** Done again, it changes nothing. @throws NotFound */
  enable(actor: Actor, id: string): Promise<Webhook> {
    return this.change(id, undefined, async (webhook) => {
      if (!webhook.isActive()) await this.switching.on(actor, webhook);
    });
  }

  /** Done again, it changes nothing. @throws NotFound */
  disable(actor: Actor, id: string): Promise<Webhook> {
    return this.change(id, undefined, async (webhook) => {
      if (webhook.isActive()) await this.switching.off(actor, webhook, 'staff');
    });
  }

  /** @throws WebhookUrlRefused, EventTypesUnknown */
  private checked({ url, events, description }: WebhookInput) {
    const unknown = this.eventTypes.unknownAmong(events);
    if (unknown.length > 0) throw new EventTypesUnknown(unknown);
    return { url: this.checkedUrl(url), events, description };
  }

  /** Where a name leads to is checked each time that something is sent. @returns as it is kept */
  private checkedUrl(text: string): string {
    try {
      const url = this.outbound.check(text);
      if (url.protocol !== 'https:' && !this.outbound.allowsPrivate)
        throw new WebhookUrlRefused('HTTPS_REQUIRED', 'It must begin with https://.');
      url.hash = '';
      return url.href;
    } catch (error) {
      if (error instanceof OutboundError) throw new WebhookUrlRefused(error.code, error.message);
      throw error;
    }
  }

  /** Of two changes at once the second sees the first. */
  private change(
    id: string,
    expected: ExpectedVersions,
    change: (webhook: Webhook, em: EntityManager) => Promise<void>,
  ): Promise<Webhook> {
    return this.em.transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const webhook = await em.findOne(Webhook, { id }, { lockMode, refresh: true });
      if (!webhook) throw new NotFound('Webhook', id);
      checkVersion(webhook, expected);
      await change(webhook, em);
      return webhook;
    });
  }

  private record(
    actor: Actor,
    what: string,
    { id }: Webhook,
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(actor, {
      action: `webhook.${what}`,
      object: { type: 'webhook', id },
      ...change,
    });
  }
}

/** Not the whole address: what follows the host may be the secret of a receiver that knows us by nothing else. */
function shownInAudit({ url, events, description }: Webhook) {
  return { origin: new URL(url).origin, events, description };
}
