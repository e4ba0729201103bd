import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  ReturnsView,
  ReturnsNothing,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { EventTypesService } from './event-types.service.js';
import {
  eventTypesView,
  newSecretView,
  rotateSecretInput,
  updateWebhookInput,
  webhookInput,
  webhooksList,
  webhooksView,
  webhookView,
  type ListWebhooks,
  type RotateSecretInput,
  type UpdateWebhookInput,
  type WebhookInput,
} from './webhooks.schemas.js';
import { WebhooksService } from './webhooks.service.js';

const uuid = { schema: z.uuid() };
const refused = {
  description: 'WEBHOOK_URL_REFUSED: nothing can be sent there, `reason` says why; EVENT_TYPES_UNKNOWN.',
  members: z.object({ reason: z.string().optional(), events: z.array(z.string()).optional() }),
};

@ApiTags('Webhooks')
@Requires('system.configure')
@OnlyFor('staff')
@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly types: EventTypesService,
  ) {}

  @Post()
  @Idempotent({ isSecret: true })
  @Operation({
    id: 'createWebhook',
    summary: 'Create a webhook',
    description:
      'Subscribes another system to events. The answer holds the secret that its messages are signed with: it is shown this once, and again only to the same request under the same `Idempotency-Key`.',
  })
  @ReturnsView(newSecretView, {
    status: 201,
    location: ':id',
    problems: {
      422: refused,
      409: { description: 'TOO_MANY_WEBHOOKS: delete one first. IDEMPOTENCY_ANSWER_LOST.' },
    },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: webhookInput }) input: WebhookInput) {
    return this.webhooks.create(actor, input);
  }

  @Get()
  @Operation({
    id: 'listWebhooks',
    summary: 'List webhooks',
    description: 'Secrets are not shown.',
  })
  @ReturnsView(webhooksView)
  list(@CurrentActor() actor: Actor, @Query({ schema: webhooksList.query }) query: ListWebhooks) {
    return this.webhooks.list(actor, query);
  }

  @Get('event-types')
  @Operation({
    id: 'listEventTypes',
    summary: 'List event types',
    description:
      'Returns the events that can be subscribed to, with the JSON Schema of each message and an example.',
  })
  @ReturnsView(eventTypesView)
  eventTypes() {
    return { items: this.types.list() };
  }

  @Get(':id')
  @Operation({
    id: 'getWebhook',
    summary: 'Get a webhook',
    description: 'The entity tag does not change when a delivery fails.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(webhookView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.webhooks.get(actor, id);
  }

  @Put(':id')
  @Operation({
    id: 'replaceWebhook',
    summary: 'Replace the address and events of a webhook',
    description: 'The secret stays.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(webhookView, { problems: { 422: refused } })
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: webhookInput }) input: WebhookInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.webhooks.update(actor, id, input, expected);
  }

  @Patch(':id')
  @Operation({
    id: 'updateWebhook',
    summary: 'Update a webhook',
    description: 'What is left out stays, and the secret too.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(webhookView, { problems: { 422: refused } })
  update(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: updateWebhookInput }) input: UpdateWebhookInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.webhooks.update(actor, id, input, expected);
  }

  @Delete(':id')
  @Operation({
    id: 'deleteWebhook',
    summary: 'Delete a webhook',
    description: 'Its delivery log is deleted too.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.webhooks.remove(actor, id, expected);
  }

  @Post(':id/rotate-secret')
  @Operation({
    id: 'rotateWebhookSecret',
    summary: 'Rotate the secret of a webhook',
    description: 'Until the overlap ends, messages are signed with the old secret as well.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(newSecretView)
  rotate(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: rotateSecretInput }) input: RotateSecretInput,
  ) {
    return this.webhooks.rotate(actor, id, input);
  }

  @Post(':id/enable')
  @Operation({
    id: 'enableWebhook',
    summary: 'Enable a webhook',
    description:
      'Messages that have failed before are sent again only on request, see `recoverWebhookDeliveries`.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(webhookView)
  enable(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.webhooks.enable(actor, id);
  }

  @Post(':id/disable')
  @Operation({
    id: 'disableWebhook',
    summary: 'Disable a webhook',
    description: 'Messages that wait for it count as failed.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(webhookView)
  disable(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.webhooks.disable(actor, id);
  }
}
