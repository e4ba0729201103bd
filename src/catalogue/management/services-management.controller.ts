import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  pageOf,
  ReturnsNothing,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  createServiceInput,
  managedServicesList,
  managedServiceView,
  replaceServiceInput,
  updateServiceInput,
  type CreateService,
  type ManagedServicesQuery,
  type ReplaceService,
  type UpdateService,
} from './management.schemas.js';
import { ServicesManagementService } from './services-management.service.js';

const id = { schema: z.uuid() };

/** What can be booked. */
@ApiTags('Catalogue')
@OnlyFor('staff')
@Requires('catalogue.update')
@Controller('ops/catalogue')
export class ServicesManagementController {
  constructor(private readonly managed: ServicesManagementService) {}

  @Get('services')
  @Operation({
    id: 'listManagedServices',
    summary: 'List services, retired ones too',
    description: 'Returns what customers see, and what they do not.',
  })
  @ReturnsView(pageOf(managedServiceView))
  listManagedServices(
    @CurrentActor() actor: Actor,
    @Query({ schema: managedServicesList.query }) query: ManagedServicesQuery,
  ) {
    return this.managed.list(actor, query);
  }

  @Post('services')
  @Idempotent()
  @Operation({
    id: 'createService',
    summary: 'Create a service',
    description:
      'It is found and sold once it has a rate card that applies somewhere. The chat learns its phrases then.',
    codes: ['SUBCATEGORY_NOT_FOUND'],
  })
  @ReturnsView(managedServiceView, {
    status: 201,
    location: ':id',
    problems: { 409: { description: 'CATALOGUE_SLUG_TAKEN, or CATALOGUE_FULL: delete one first.' } },
  })
  createService(@CurrentActor() actor: Actor, @Body({ schema: createServiceInput }) input: CreateService) {
    return this.managed.create(actor, input);
  }

  @Get('services/:id')
  @Operation({
    id: 'getManagedService',
    summary: 'Get a service with its phrases',
    description: 'Returns it, retired or not.',
    codes: ['SERVICE_NOT_FOUND'],
  })
  @ReturnsView(managedServiceView)
  getManagedService(@CurrentActor() actor: Actor, @Param('id', id) serviceId: string) {
    return this.managed.get(actor, serviceId);
  }

  @Put('services/:id')
  @Operation({
    id: 'replaceService',
    summary: 'Replace a service',
    description: 'What is left out gets its default. What was sold stays as it was.',
    codes: ['SERVICE_NOT_FOUND', 'SUBCATEGORY_NOT_FOUND'],
  })
  @ReturnsView(managedServiceView)
  replaceService(
    @CurrentActor() actor: Actor,
    @Param('id', id) serviceId: string,
    @Body({ schema: replaceServiceInput }) input: ReplaceService,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.managed.change(actor, serviceId, input, expected);
  }

  @Patch('services/:id')
  @Operation({
    id: 'updateService',
    summary: 'Update a service',
    description: 'What is left out stays. With `active` false it is retired.',
    codes: ['SERVICE_NOT_FOUND', 'SUBCATEGORY_NOT_FOUND'],
  })
  @ReturnsView(managedServiceView)
  updateService(
    @CurrentActor() actor: Actor,
    @Param('id', id) serviceId: string,
    @Body({ schema: updateServiceInput }) input: UpdateService,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.managed.change(actor, serviceId, input, expected);
  }

  @Delete('services/:id')
  @Operation({
    id: 'deleteService',
    summary: 'Delete a service',
    description: 'Deletes it with its rate cards. What was ever booked cannot be deleted: retire it.',
    codes: ['SERVICE_NOT_FOUND'],
  })
  @ReturnsNothing({
    problems: { 409: { description: 'CATALOGUE_IN_USE: it was booked. Retire it instead.' } },
  })
  async deleteService(
    @CurrentActor() actor: Actor,
    @Param('id', id) serviceId: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.managed.remove(actor, serviceId, expected);
  }
}
