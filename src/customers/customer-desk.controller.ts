import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { IfMatch, Operation, pageOf, ReturnsView, ReturnsNothing, type ExpectedVersions } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { ClosingService } from './closing.service.js';
import { CustomerDeskService } from './customer-desk.service.js';
import {
  accountInUseView,
  customerDetailView,
  customerItemView,
  customersList,
  reasonInput,
  setTierInput,
  type CustomersQuery,
  type ReasonInput,
  type SetTierInput,
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
  @Operation({
    id: 'searchCustomers',
    summary: 'Search customers',
    description:
      'E-mail addresses and phone numbers are shown one customer at a time only, see `getCustomer`.',
  })
  @ReturnsView(pageOf(customerItemView))
  search(@CurrentActor() actor: Actor, @Query({ schema: customersList.query }) query: CustomersQuery) {
    return this.desk.search(actor, query);
  }

  @Get(':id')
  @Requires('users.read')
  @Operation({
    id: 'getCustomer',
    summary: 'Get a customer',
    description:
      'Returns the customer with e-mail address and phone number. That you looked is recorded in the audit log.',
    codes: ['CUSTOMER_NOT_FOUND'],
  })
  @ReturnsView(customerDetailView)
  view(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.desk.view(actor, id);
  }

  @Post(':id/lock')
  @Requires('users.update')
  @Operation({
    id: 'lockCustomer',
    summary: 'Lock a customer',
    description:
      'Signs them out everywhere; they cannot log in until they are unlocked. The reason is recorded in the audit log.',
    codes: ['CUSTOMER_NOT_FOUND'],
  })
  @ReturnsView(customerDetailView, { problems: illegal })
  lock(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: reasonInput }) { reason }: ReasonInput,
  ) {
    return this.desk.lock(actor, id, reason);
  }

  @Post(':id/unlock')
  @Requires('users.update')
  @Operation({
    id: 'unlockCustomer',
    summary: 'Unlock a customer',
    description: 'They can log in again. The reason is recorded in the audit log.',
    codes: ['CUSTOMER_NOT_FOUND'],
  })
  @ReturnsView(customerDetailView, { problems: illegal })
  unlock(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: reasonInput }) { reason }: ReasonInput,
  ) {
    return this.desk.unlock(actor, id, reason);
  }

  @Put(':id/tier')
  @Requires('users.update')
  @Operation({
    id: 'setCustomerTier',
    summary: 'Set the tier of a customer',
    description:
      'SLA policies may promise more to a tier. What they complain of already comes under the rule of the new tier. The reason is recorded in the audit log.',
    codes: ['CUSTOMER_NOT_FOUND'],
  })
  @ReturnsView(customerDetailView, {
    problems: { 409: { description: 'ILLEGAL_ACCOUNT_CHANGE: the account is closed.' } },
  })
  setTier(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: setTierInput }) input: SetTierInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.desk.setTier(actor, id, input, expected);
  }

  @Delete(':id')
  @Requires('users.delete')
  @Operation({
    id: 'closeCustomerAccount',
    summary: 'Close the account of a customer',
    description:
      'Does what customers can do themselves: personal data is erased some weeks later. The reason is recorded in the audit log.',
    codes: ['CUSTOMER_NOT_FOUND'],
  })
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
