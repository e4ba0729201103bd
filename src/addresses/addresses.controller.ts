import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Returns, ReturnsNothing, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  addressesView,
  addressView,
  createAddressInput,
  replaceAddressInput,
  type CreateAddressInput,
  type ReplaceAddressInput,
} from './addresses.schemas.js';
import { AddressesService } from './addresses.service.js';

const uuid = { schema: z.uuid() };

@ApiTags('Addresses')
@Requires('self')
@OnlyFor('customer')
@Controller('users/me/addresses')
export class AddressesController {
  constructor(private readonly addresses: AddressesService) {}

  @Get()
  @ApiOperation({ summary: 'Your addresses, the default first' })
  @Returns(addressesView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.addresses.list(actor) };
  }

  @Post()
  @Idempotent()
  @ApiOperation({ summary: 'Add an address' })
  @Returns(addressView, {
    status: 201,
    problems: { 409: { description: 'TOO_MANY_ADDRESSES: delete one first.' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createAddressInput }) input: CreateAddressInput) {
    return this.addresses.create(actor, input);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One of your addresses' })
  @Returns(addressView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.addresses.get(actor, id);
  }

  @Put(':id')
  @ApiOperation({
    summary: 'Replace an address',
    description: 'Bookings keep the address as it was when they were made.',
  })
  @Returns(addressView)
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: replaceAddressInput }) input: ReplaceAddressInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.addresses.replace(actor, id, input, expected);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete an address; if it was the default, the newest of the others becomes it' })
  @ReturnsNothing()
  async remove(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.addresses.remove(actor, id, expected);
  }

  @Post(':id/default')
  @ApiOperation({ summary: 'Make an address the default' })
  @Returns(addressView)
  makeDefault(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.addresses.makeDefault(actor, id);
  }
}
