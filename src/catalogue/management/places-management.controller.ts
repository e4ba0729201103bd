import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  addPincodesInput,
  createCityInput,
  managedCitiesView,
  managedCityView,
  updateCityInput,
  type AddPincodes,
  type CreateCity,
  type UpdateCity,
} from './management.schemas.js';
import { PlacesManagementService } from './places-management.service.js';

const id = { schema: z.uuid() };

/** Where services can be offered. */
@ApiTags('Catalogue')
@OnlyFor('staff')
@Requires('catalogue.update')
@Controller('ops/catalogue')
export class PlacesManagementController {
  constructor(private readonly managed: PlacesManagementService) {}

  @Get('cities')
  @Operation({
    id: 'listManagedCities',
    summary: 'List cities with their versions',
    description: 'Returns all cities by name.',
  })
  @ReturnsView(managedCitiesView)
  async listManagedCities(@CurrentActor() actor: Actor) {
    return { items: await this.managed.cities(actor) };
  }

  @Post('cities')
  @Idempotent()
  @Operation({
    id: 'createCity',
    summary: 'Create a city',
    description: 'Nothing is offered there until its pincodes are added to rate cards.',
  })
  @ReturnsView(managedCityView, {
    status: 201,
    location: ':id',
    problems: { 409: { description: 'CATALOGUE_SLUG_TAKEN, or CATALOGUE_FULL: delete one first.' } },
  })
  createCity(@CurrentActor() actor: Actor, @Body({ schema: createCityInput }) input: CreateCity) {
    return this.managed.createCity(actor, input);
  }

  @Get('cities/:id')
  @Operation({
    id: 'getManagedCity',
    summary: 'Get a city with its version',
    description: 'Returns what staff may change of it.',
    codes: ['CITY_NOT_FOUND'],
  })
  @ReturnsView(managedCityView)
  getManagedCity(@CurrentActor() actor: Actor, @Param('id', id) cityId: string) {
    return this.managed.city(actor, cityId);
  }

  @Patch('cities/:id')
  @Operation({
    id: 'updateCity',
    summary: 'Update a city',
    description: 'What is left out stays. What it costs there goes by its tier, which stays.',
    codes: ['CITY_NOT_FOUND'],
  })
  @ReturnsView(managedCityView)
  updateCity(
    @CurrentActor() actor: Actor,
    @Param('id', id) cityId: string,
    @Body({ schema: updateCityInput }) input: UpdateCity,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.managed.updateCity(actor, cityId, input, expected);
  }

  @Post('cities/:id/pincodes')
  @Operation({
    id: 'addPincodes',
    summary: 'Add pincodes to a city',
    description: 'What the city has already stays as it is.',
    codes: ['CITY_NOT_FOUND'],
  })
  @ReturnsView(managedCityView, {
    problems: { 409: { description: 'PINCODES_ELSEWHERE: they are in another city. CATALOGUE_FULL.' } },
  })
  addPincodes(
    @CurrentActor() actor: Actor,
    @Param('id', id) cityId: string,
    @Body({ schema: addPincodesInput }) input: AddPincodes,
  ) {
    return this.managed.addPincodes(actor, cityId, input);
  }
}
