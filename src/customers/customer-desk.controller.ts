import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { pageOf, Returns, ReturnsNothing } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { ClosingService } from './closing.service.js';
import { CustomerDeskService } from './customer-desk.service.js';
import {
  accountInUseView,
  customerDetailView,
  customerItemView,
  customersQuery,
  reasonInput,
  type CustomersQuery,
  type ReasonInput,
} from './customers.schemas.js';

const uuid = { schema: z.uuid() };
const illegal = { 409: { description: 'ILLEGAL_ACCOUNT_CHANGE: the account is in another state.' } };

@ApiTags('Customers')
@Controller('ops/customers')
export class CustomerDeskController {
  constructor(
    private readonly desk: CustomerDeskService,
    private readonly closing: ClosingService,
  ) {}

  @Get()
  @Requires('users.read')
  @ApiOperation({ summary: 'Find customers, newest first' })
  @Returns(pageOf(customerItemView))
  search(@CurrentActor() actor: Actor, @Query({ schema: customersQuery }) query: CustomersQuery) {
    return this.desk.search(actor, query);
  }

  @Get(':id')
  @Requires('users.read')
  @ApiOperation({ summary: 'One customer; that you looked is kept in the audit log' })
  @Returns(customerDetailView)
  view(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.desk.view(actor, id);
  }

  @Post(':id/lock')
  @Requires('users.update')
  @ApiOperation({ summary: 'Keep a customer out; signs them out everywhere' })
  @Returns(customerDetailView, { problems: illegal })
  lock(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: reasonInput }) { reason }: ReasonInput,
  ) {
    return this.desk.lock(actor, id, reason);
  }

  @Post(':id/unlock')
  @Requires('users.update')
  @ApiOperation({ summary: 'Let a locked customer in again' })
  @Returns(customerDetailView, { problems: illegal })
  unlock(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: reasonInput }) { reason }: ReasonInput,
  ) {
    return this.desk.unlock(actor, id, reason);
  }

  @Delete(':id')
  @Requires('users.delete')
  @ApiOperation({ summary: 'Close the account of a customer, as they could themselves' })
  @ReturnsNothing({
    problems: {
      409: {
        description:
          'ACCOUNT_IN_USE: visits are still to come. ILLEGAL_ACCOUNT_CHANGE: it is closed already.',
        members: accountInUseView.partial(),
      },
    },
  })
  close(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: reasonInput }) { reason }: ReasonInput,
  ) {
    return this.closing.close(actor, id, reason);
  }
}
