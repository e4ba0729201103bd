import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, pageOf, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  callbacksList,
  callbackView,
  requestCallbackInput,
  type ListCallbacks,
  type RequestCallback,
} from './callbacks.schemas.js';
import { CallbacksService } from './callbacks.service.js';

const uuid = { schema: z.uuid() };
const closed = { 409: { description: 'CALLBACK_CLOSED: it is done, or cancelled.' } };

/** A call carries a conversation on by telephone: whoever may read and write in those may see and work on these. */
@ApiTags('Callbacks')
@Controller('callbacks')
export class CallbacksController {
  constructor(private readonly callbacks: CallbacksService) {}

  @Post()
  @Requires('conversations.create')
  @OnlyFor('customer')
  @Idempotent()
  @Operation({
    id: 'requestCallback',
    summary: 'Request a call',
    description:
      'We call the phone number of your account, which has to be verified. While you wait for a call in the same window, the answer is that one.',
  })
  @ReturnsView(callbackView, {
    status: 201,
    location: ':id',
    problems: {
      409: { description: 'CALLBACK_PHONE_UNVERIFIED: verify the number first.' },
      422: { description: 'CALLBACK_WINDOW_OVER: the window has passed.' },
    },
  })
  request(@CurrentActor() actor: Actor, @Body({ schema: requestCallbackInput }) wish: RequestCallback) {
    return this.callbacks.request(actor, wish);
  }

  @Get()
  @Requires('conversations.read')
  @Operation({
    id: 'listCallbacks',
    summary: 'List requested calls',
    description: 'Customers see their own, staff those of everybody.',
  })
  @ReturnsView(pageOf(callbackView))
  list(@CurrentActor() actor: Actor, @Query({ schema: callbacksList.query }) query: ListCallbacks) {
    return this.callbacks.list(actor, query);
  }

  @Get(':id')
  @Requires('conversations.read')
  @Operation({
    id: 'getCallback',
    summary: 'Get a requested call',
    description: 'Returns what it is about, when it suits, and what became of it.',
    codes: ['CALLBACK_NOT_FOUND'],
  })
  @ReturnsView(callbackView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.callbacks.get(actor, id);
  }

  @Post(':id/done')
  @Requires('conversations.create')
  @OnlyFor('staff')
  @Operation({
    id: 'finishCallback',
    summary: 'Mark a requested call as done',
    description: 'Whoever marks it is kept as the one who called.',
    codes: ['CALLBACK_NOT_FOUND'],
  })
  @ReturnsView(callbackView, { problems: closed })
  finish(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.callbacks.finish(actor, id);
  }

  @Post(':id/cancel')
  @Requires('conversations.create')
  @OnlyFor('customer')
  @Operation({
    id: 'cancelCallback',
    summary: 'Cancel a call that you have requested',
    description: 'Then nobody calls.',
    codes: ['CALLBACK_NOT_FOUND'],
  })
  @ReturnsView(callbackView, { problems: closed })
  cancel(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.callbacks.cancel(actor, id);
  }
}
