import { Body, Controller, Delete, Get, Param, Patch, Post, Put } from '@nestjs/common';
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
import {
  addressesView,
  addressView,
  createAddressInput,
  replaceAddressInput,
  updateAddressInput,
  type CreateAddressInput,
  type ReplaceAddressInput,
  type UpdateAddressInput,
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
  @Operation({
    id: 'listAddresses',
    summary: 'List your addresses',
    description: 'Returns all of them, the default first.',
  })
  @ReturnsView(addressesView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.addresses.list(actor) };
  }

  @Post()
  @Idempotent()
  @Operation({
    id: 'createAddress',
    summary: 'Create an address',
    description: 'At most 50 can be kept. The first one becomes the default.',
    codes: ['PINCODE_UNKNOWN'],
  })
  @ReturnsView(addressView, {
    status: 201,
    location: ':id',
    problems: { 409: { description: 'TOO_MANY_ADDRESSES: delete one first.' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createAddressInput }) input: CreateAddressInput) {
    return this.addresses.create(actor, input);
  }

  @Get(':id')
  @Operation({
    id: 'getAddress',
    summary: 'Get one of your addresses',
    description: 'Send its `ETag` as `If-Match` with a change.',
    codes: ['ADDRESS_NOT_FOUND'],
  })
  @ReturnsView(addressView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.addresses.get(actor, id);
  }

  @Put(':id')
  @Operation({
    id: 'replaceAddress',
    summary: 'Replace an address',
    description: 'Bookings keep the address as it was when they were made.',
    codes: ['ADDRESS_NOT_FOUND', 'PINCODE_UNKNOWN'],
  })
  @ReturnsView(addressView)
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: replaceAddressInput }) input: ReplaceAddressInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.addresses.change(actor, id, input, expected);
  }

  @Patch(':id')
  @Operation({
    id: 'updateAddress',
    summary: 'Update an address',
    description: 'What is left out stays. Bookings keep the address as it was when they were made.',
    codes: ['ADDRESS_NOT_FOUND', 'PINCODE_UNKNOWN'],
  })
  @ReturnsView(addressView)
  change(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: updateAddressInput }) input: UpdateAddressInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.addresses.change(actor, id, input, expected);
  }

  @Delete(':id')
  @Operation({
    id: 'deleteAddress',
    summary: 'Delete an address',
    description:
      'If it was the default, the newest of the others becomes the default. Bookings keep the address as it was.',
    codes: ['ADDRESS_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.addresses.remove(actor, id, expected);
  }

  @Post(':id/default')
  @Operation({
    id: 'setDefaultAddress',
    summary: 'Set the default address',
    description: 'The address that was the default before is kept.',
    codes: ['ADDRESS_NOT_FOUND'],
  })
  @ReturnsView(addressView)
  makeDefault(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.addresses.makeDefault(actor, id);
  }
}
