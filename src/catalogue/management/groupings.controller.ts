import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
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
import {
  createCategoryInput,
  createSubcategoryInput,
  managedCategoriesView,
  managedCategoryView,
  managedSubcategoriesView,
  managedSubcategoryView,
  updateGroupingInput,
  type CreateCategory,
  type CreateSubcategory,
  type UpdateGrouping,
} from './management.schemas.js';
import { GroupingsService } from './groupings.service.js';

const id = { schema: z.uuid() };

/** How services are grouped. */
@ApiTags('Catalogue')
@OnlyFor('staff')
@Requires('catalogue.update')
@Controller('ops/catalogue')
export class GroupingsController {
  constructor(private readonly managed: GroupingsService) {}

  @Get('categories')
  @Operation({
    id: 'listManagedCategories',
    summary: 'List categories with their versions',
    description: 'Returns all categories in the order of their positions.',
  })
  @ReturnsView(managedCategoriesView)
  async listManagedCategories(@CurrentActor() actor: Actor) {
    return { items: await this.managed.categories(actor) };
  }

  @Post('categories')
  @Idempotent()
  @Operation({
    id: 'createCategory',
    summary: 'Create a category',
    description: 'Customers see it at once.',
  })
  @ReturnsView(managedCategoryView, {
    status: 201,
    location: ':id',
    problems: { 409: { description: 'CATALOGUE_SLUG_TAKEN, or CATALOGUE_FULL: delete one first.' } },
  })
  createCategory(@CurrentActor() actor: Actor, @Body({ schema: createCategoryInput }) input: CreateCategory) {
    return this.managed.createCategory(actor, input);
  }

  @Get('categories/:id')
  @Operation({
    id: 'getManagedCategory',
    summary: 'Get a category with its version',
    description: 'Returns what staff may change of it.',
    codes: ['CATEGORY_NOT_FOUND'],
  })
  @ReturnsView(managedCategoryView)
  getManagedCategory(@CurrentActor() actor: Actor, @Param('id', id) categoryId: string) {
    return this.managed.category(actor, categoryId);
  }

  @Patch('categories/:id')
  @Operation({
    id: 'updateCategory',
    summary: 'Update a category',
    description: 'What is left out stays.',
    codes: ['CATEGORY_NOT_FOUND'],
  })
  @ReturnsView(managedCategoryView)
  updateCategory(
    @CurrentActor() actor: Actor,
    @Param('id', id) categoryId: string,
    @Body({ schema: updateGroupingInput }) input: UpdateGrouping,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.managed.updateCategory(actor, categoryId, input, expected);
  }

  @Delete('categories/:id')
  @Operation({
    id: 'deleteCategory',
    summary: 'Delete a category',
    description: 'Only an empty one can be deleted.',
    codes: ['CATEGORY_NOT_FOUND'],
  })
  @ReturnsNothing({ problems: { 409: { description: 'CATALOGUE_IN_USE: it is not empty.' } } })
  async deleteCategory(
    @CurrentActor() actor: Actor,
    @Param('id', id) categoryId: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.managed.removeCategory(actor, categoryId, expected);
  }

  @Get('subcategories')
  @Operation({
    id: 'listManagedSubcategories',
    summary: 'List subcategories with their versions',
    description: 'Returns all subcategories in the order of their positions.',
  })
  @ReturnsView(managedSubcategoriesView)
  async listManagedSubcategories(@CurrentActor() actor: Actor) {
    return { items: await this.managed.subcategories(actor) };
  }

  @Post('subcategories')
  @Idempotent()
  @Operation({
    id: 'createSubcategory',
    summary: 'Create a subcategory',
    description: 'Customers see it at once. Providers have skills by subcategory.',
    codes: ['CATEGORY_NOT_FOUND'],
  })
  @ReturnsView(managedSubcategoryView, {
    status: 201,
    location: ':id',
    problems: { 409: { description: 'CATALOGUE_SLUG_TAKEN, or CATALOGUE_FULL: delete one first.' } },
  })
  createSubcategory(
    @CurrentActor() actor: Actor,
    @Body({ schema: createSubcategoryInput }) input: CreateSubcategory,
  ) {
    return this.managed.createSubcategory(actor, input);
  }

  @Get('subcategories/:id')
  @Operation({
    id: 'getManagedSubcategory',
    summary: 'Get a subcategory with its version',
    description: 'Returns what staff may change of it.',
    codes: ['SUBCATEGORY_NOT_FOUND'],
  })
  @ReturnsView(managedSubcategoryView)
  getManagedSubcategory(@CurrentActor() actor: Actor, @Param('id', id) subcategoryId: string) {
    return this.managed.subcategory(actor, subcategoryId);
  }

  @Patch('subcategories/:id')
  @Operation({
    id: 'updateSubcategory',
    summary: 'Update a subcategory',
    description: 'What is left out stays.',
    codes: ['SUBCATEGORY_NOT_FOUND'],
  })
  @ReturnsView(managedSubcategoryView)
  updateSubcategory(
    @CurrentActor() actor: Actor,
    @Param('id', id) subcategoryId: string,
    @Body({ schema: updateGroupingInput }) input: UpdateGrouping,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.managed.updateSubcategory(actor, subcategoryId, input, expected);
  }

  @Delete('subcategories/:id')
  @Operation({
    id: 'deleteSubcategory',
    summary: 'Delete a subcategory',
    description: 'Only an empty one that is nobody’s skill can be deleted.',
    codes: ['SUBCATEGORY_NOT_FOUND'],
  })
  @ReturnsNothing({ problems: { 409: { description: 'CATALOGUE_IN_USE: it is not empty.' } } })
  async deleteSubcategory(
    @CurrentActor() actor: Actor,
    @Param('id', id) subcategoryId: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.managed.removeSubcategory(actor, subcategoryId, expected);
  }
}
