import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { addressesView } from './addresses.schemas.js';
import { AddressesService } from './addresses.service.js';

/** What an agent may ask about the customer's addresses. New ones come with a booking, so there is nothing to write here. */
@Injectable()
export class AddressesTools {
  constructor(private readonly addresses: AddressesService) {}

  @Tool({
    name: 'addresses.list',
    operation: 'listAddresses',
    description: "The customer's addresses, the default first.",
    input: z.strictObject({}),
    output: addressesView,
    permission: 'bookings.read',
    effect: 'read',
  })
  async list(actor: Actor) {
    return { items: await this.addresses.list(actor) };
  }
}
