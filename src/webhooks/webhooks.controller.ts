import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  IfMatch,
  Operation,
  pageQuery,
  ReturnsView,
  ReturnsNothing,
  type ExpectedVersions,
  type PageQuery,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { EventTypesService } from './event-types.service.js';
import {
  eventTypesView,
  newSecretView,
  rotateSecretInput,
  webhookInput,
  webhooksView,
  webhookView,
  type RotateSecretInput,
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
  @Operation({
    id: 'createWebhook',
    summary: 'Subscribe another system to events.',
    description: 'The answer holds the secret by which its messages are known. It is shown this once.',
  })
  @ReturnsView(newSecretView, {
    status: 201,
    location: ':id',
    problems: { 422: refused, 409: { description: 'TOO_MANY_WEBHOOKS: delete one first.' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: webhookInput }) input: WebhookInput) {
    return this.webhooks.create(actor, input);
  }

  @Get()
  @Operation({
    id: 'listWebhooks',
    summary: 'List the endpoints.',
    description: 'All of them, the newest first. Secrets are not shown.',
  })
  @ReturnsView(webhooksView)
  list(@CurrentActor() actor: Actor, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.webhooks.list(actor, query);
  }

  @Get('event-types')
  @Operation({
    id: 'listEventTypes',
    summary: 'List the events that can be subscribed to.',
    description: 'With the JSON Schema of each message and an example.',
  })
  @ReturnsView(eventTypesView)
  eventTypes() {
    return { items: this.types.list() };
  }

  @Get(':id')
  @Operation({
    id: 'getWebhook',
    summary: 'Get an endpoint.',
    description: 'That it fails does not change its entity tag.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(webhookView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.webhooks.get(actor, id);
  }

  @Put(':id')
  @Operation({
    id: 'replaceWebhook',
    summary: 'Replace where an endpoint is and what it hears.',
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
    return this.webhooks.replace(actor, id, input, expected);
  }

  @Delete(':id')
  @Operation({
    id: 'deleteWebhook',
    summary: 'Delete an endpoint.',
    description: 'And the log of what was sent to it.',
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
    summary: 'Give an endpoint a new secret.',
    description: 'Until the overlap ends, messages are signed with the old one as well.',
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
    summary: 'Send to an endpoint again.',
    description: 'What has failed before is sent again only if it is asked for.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(webhookView)
  enable(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.webhooks.enable(actor, id);
  }

  @Post(':id/disable')
  @Operation({
    id: 'disableWebhook',
    summary: 'Send nothing more to an endpoint.',
    description: 'What waits for it has failed.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(webhookView)
  disable(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.webhooks.disable(actor, id);
  }
}
