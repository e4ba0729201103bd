import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { DocumentsService } from '../documents/documents.service.js';
import type { DocumentKind } from '../documents/provider-document.entity.js';
import { countedStatisticsView } from '../providers.schemas.js';
import {
  createProviderInput,
  documentKindParam,
  providerRecordsList,
  providerRecordsView,
  providerRecordView,
  replaceDocumentInput,
  replacePincodesInput,
  replaceProviderInput,
  replaceSkillsInput,
  updateProviderInput,
  type CreateProviderInput,
  type ProviderRecordsQuery,
  type ReplaceDocumentInput,
  type UpdateProviderInput,
} from './provider-records.schemas.js';
import { ProviderRecordsService } from './provider-records.service.js';

const uuid = { schema: z.uuid() };
const byKind = { schema: documentKindParam };
const left = { description: 'PROVIDER_LEFT: nothing of them is changed any more.' };
const unknown = {
  description: 'PROVIDER_REFERENCES_UNKNOWN: the catalogue has no such city, skill or pincode.',
  members: z.object({ what: z.string().optional(), unknown: z.array(z.string()).optional() }),
};

/** Staff keep what there is to know of a provider. Shifts and leave, and what is booked with them: src/planning. */
@ApiTags('Providers')
@OnlyFor('staff')
@Controller('ops/providers')
export class ProviderRecordsController {
  constructor(
    private readonly records: ProviderRecordsService,
    private readonly documents: DocumentsService,
  ) {}

  @Get()
  @Requires('providers.update')
  @Operation({
    id: 'listProviderRecords',
    summary: 'List the records of providers',
    description: 'Returns providers of every status, with phone numbers. Who looks is noted.',
  })
  @ReturnsView(providerRecordsView)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: providerRecordsList.query }) query: ProviderRecordsQuery,
  ) {
    return this.records.list(actor, query);
  }

  @Post()
  @Requires('providers.update')
  @Idempotent()
  @Operation({
    id: 'createProvider',
    summary: 'Create a provider',
    description: 'The provider is active, and takes visits as soon as there are skills, pincodes and shifts.',
  })
  @ReturnsView(providerRecordView, { status: 201, location: ':id', problems: { 422: unknown } })
  create(@CurrentActor() actor: Actor, @Body({ schema: createProviderInput }) input: CreateProviderInput) {
    return this.records.create(actor, input);
  }

  @Get(':id')
  @Requires('providers.update')
  @Operation({
    id: 'getProviderRecord',
    summary: 'Get the record of a provider',
    description: 'Returns phone number, limits of work and documents as well. Who looks is noted.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(providerRecordView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.records.get(actor, id);
  }

  @Put(':id')
  @Requires('providers.update')
  @Operation({
    id: 'replaceProvider',
    summary: 'Replace what is known of a provider',
    description: 'Members that are left out get their defaults. Skills, pincodes, documents and shifts stay.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(providerRecordView, { problems: { 409: left, 422: unknown } })
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: replaceProviderInput }) input: UpdateProviderInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.records.change(actor, id, input, expected);
  }

  @Patch(':id')
  @Requires('providers.update')
  @Operation({
    id: 'updateProvider',
    summary: 'Update what is known of a provider',
    description: 'What is left out stays.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(providerRecordView, { problems: { 409: left, 422: unknown } })
  update(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: updateProviderInput }) input: UpdateProviderInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.records.change(actor, id, input, expected);
  }

  @Put(':id/skills')
  @Requires('providers.update')
  @Operation({
    id: 'replaceProviderSkills',
    summary: 'Replace the skills of a provider',
    description: 'Visits that are booked stay booked.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(providerRecordView, { problems: { 409: left, 422: unknown } })
  replaceSkills(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: replaceSkillsInput }) { skills }: z.output<typeof replaceSkillsInput>,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.records.replaceSkills(actor, id, skills, expected);
  }

  @Put(':id/pincodes')
  @Requires('providers.update')
  @Operation({
    id: 'replaceProviderPincodes',
    summary: 'Replace the pincodes of a provider',
    description: 'Visits that are booked stay booked.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(providerRecordView, { problems: { 409: left, 422: unknown } })
  replacePincodes(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: replacePincodesInput }) { pincodes }: z.output<typeof replacePincodesInput>,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.records.replacePincodes(actor, id, pincodes, expected);
  }

  @Put(':id/documents/:kind')
  @Requires('providers.update')
  @Operation({
    id: 'replaceProviderDocument',
    summary: 'Enter or renew a document of a provider',
    description:
      'Only the last characters of the number are kept. From the day after a required document ends, no visit is sold.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(providerRecordView, { problems: { 409: left } })
  replaceDocument(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Param('kind', byKind) kind: DocumentKind,
    @Body({ schema: replaceDocumentInput }) input: ReplaceDocumentInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.documents.replace(actor, id, kind, input, expected);
  }

  @Delete(':id/documents/:kind')
  @Requires('providers.update')
  @Operation({
    id: 'deleteProviderDocument',
    summary: 'Delete a document of a provider',
    description: 'Takes back one that was entered by mistake.',
    codes: ['PROVIDER_NOT_FOUND', 'PROVIDER_DOCUMENT_NOT_FOUND'],
  })
  @ReturnsView(providerRecordView, { problems: { 409: left } })
  removeDocument(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Param('kind', byKind) kind: DocumentKind,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.documents.remove(actor, id, kind, expected);
  }

  @Get(':id/statistics')
  @Requires('providers.read')
  @Operation({
    id: 'getProviderStatistics',
    summary: 'Get how the work of a provider has gone',
    description: 'Returns the figures of all time and of the last 90 days, also of who has left.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(countedStatisticsView)
  statistics(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.records.statistics(actor, id);
  }
}
