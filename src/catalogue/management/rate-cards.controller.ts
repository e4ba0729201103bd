import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  ReturnsNothing,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { apiPrefix } from '../../config/api-prefix.js';
import {
  changePincodesInput,
  createRateCardInput,
  managedRateCardsView,
  managedRateCardView,
  rateCardPincodesView,
  replaceRateCardInput,
  type ChangePincodes,
  type CreateRateCard,
  type ReplaceRateCard,
} from './management.schemas.js';
import { RateCardsManagementService } from './rate-cards-management.service.js';

const id = { schema: z.uuid() };

/** What services cost, and where. */
@ApiTags('Catalogue')
@OnlyFor('staff')
@Requires('catalogue.update')
@Controller('ops/catalogue')
export class RateCardsController {
  constructor(private readonly managed: RateCardsManagementService) {}

  @Get('services/:id/rate-cards')
  @Operation({
    id: 'listManagedRateCards',
    summary: 'List the rate cards of a service with their versions',
    description: 'Returns one for each kind of city that has one.',
    codes: ['SERVICE_NOT_FOUND'],
  })
  @ReturnsView(managedRateCardsView)
  async listManagedRateCards(@CurrentActor() actor: Actor, @Param('id', id) serviceId: string) {
    return { items: await this.managed.ofService(actor, serviceId) };
  }

  @Post('services/:id/rate-cards')
  @Idempotent()
  @Operation({
    id: 'createRateCard',
    summary: 'Create a rate card',
    description: 'It applies nowhere until pincodes are added.',
    codes: ['SERVICE_NOT_FOUND'],
  })
  @ReturnsView(managedRateCardView, {
    status: 201,
    location: `/${apiPrefix}/ops/catalogue/rate-cards/:id`,
    problems: { 409: { description: 'RATE_CARD_EXISTS: the service has one for these cities.' } },
  })
  createRateCard(
    @CurrentActor() actor: Actor,
    @Param('id', id) serviceId: string,
    @Body({ schema: createRateCardInput }) input: CreateRateCard,
  ) {
    return this.managed.create(actor, serviceId, input);
  }

  @Get('rate-cards/:id')
  @Operation({
    id: 'getManagedRateCard',
    summary: 'Get a rate card with its version',
    description: 'Returns it with its attributes.',
    codes: ['RATE_CARD_NOT_FOUND'],
  })
  @ReturnsView(managedRateCardView)
  getManagedRateCard(@CurrentActor() actor: Actor, @Param('id', id) rateCardId: string) {
    return this.managed.get(actor, rateCardId);
  }

  @Put('rate-cards/:id')
  @Operation({
    id: 'replaceRateCard',
    summary: 'Replace the prices of a rate card',
    description: 'Replaces price and attributes. What was sold keeps its price.',
    codes: ['RATE_CARD_NOT_FOUND'],
  })
  @ReturnsView(managedRateCardView)
  replaceRateCard(
    @CurrentActor() actor: Actor,
    @Param('id', id) rateCardId: string,
    @Body({ schema: replaceRateCardInput }) input: ReplaceRateCard,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.managed.replace(actor, rateCardId, input, expected);
  }

  @Delete('rate-cards/:id')
  @Operation({
    id: 'deleteRateCard',
    summary: 'Delete a rate card',
    description: 'What was ever booked cannot be deleted: take its pincodes away.',
    codes: ['RATE_CARD_NOT_FOUND'],
  })
  @ReturnsNothing({
    problems: { 409: { description: 'CATALOGUE_IN_USE: it was booked. Take its pincodes away instead.' } },
  })
  async deleteRateCard(
    @CurrentActor() actor: Actor,
    @Param('id', id) rateCardId: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.managed.remove(actor, rateCardId, expected);
  }

  @Get('rate-cards/:id/pincodes')
  @Operation({
    id: 'listRateCardPincodes',
    summary: 'List where a rate card applies',
    description: 'Returns its pincodes in order.',
    codes: ['RATE_CARD_NOT_FOUND'],
  })
  @ReturnsView(rateCardPincodesView)
  async listRateCardPincodes(@CurrentActor() actor: Actor, @Param('id', id) rateCardId: string) {
    return { pincodes: await this.managed.pincodes(actor, rateCardId) };
  }

  @Post('rate-cards/:id/pincodes')
  @Operation({
    id: 'changeRateCardPincodes',
    summary: 'Change where a rate card applies',
    description: 'Adds and removes pincodes, all of them or none. What is so already stays so.',
    codes: ['RATE_CARD_NOT_FOUND'],
  })
  @ReturnsView(managedRateCardView, {
    problems: {
      422: {
        description: 'PINCODES_UNKNOWN, or PINCODES_OF_ANOTHER_TIER: they are not in a city of this kind.',
      },
    },
  })
  changeRateCardPincodes(
    @CurrentActor() actor: Actor,
    @Param('id', id) rateCardId: string,
    @Body({ schema: changePincodesInput }) input: ChangePincodes,
  ) {
    return this.managed.changePincodes(actor, rateCardId, input);
  }
}
