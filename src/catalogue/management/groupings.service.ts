// Categories and subcategories, as staff change them.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { ExpectedVersions } from '#libs/http';
import type { Actor } from '../../access/actor.js';
import { Category, Subcategory } from '../service.entity.js';
import { CatalogueChanges, slugFault } from './catalogue-changes.js';
import type { CreateCategory, CreateSubcategory, UpdateGrouping } from './management.schemas.js';

const most = 200;
const inOrder = { position: 'asc', name: 'asc', id: 'asc' } as const;

@Injectable()
export class GroupingsService {
  constructor(
    private readonly em: EntityManager,
    private readonly changes: CatalogueChanges,
  ) {}

  categories(_actor: Actor): Promise<Category[]> {
    return this.em.find(Category, {}, { orderBy: inOrder });
  }

  async subcategories(_actor: Actor): Promise<ManagedSubcategory[]> {
    return (await this.em.find(Subcategory, {}, { orderBy: inOrder })).map(shownSubcategory);
  }

  /** @throws NotFound */
  async category(_actor: Actor, id: string): Promise<Category> {
    const category = await this.em.findOne(Category, { id });
    if (!category) throw new NotFound('Category', id);
    return category;
  }

  /** @throws NotFound */
  async subcategory(_actor: Actor, id: string): Promise<ManagedSubcategory> {
    const subcategory = await this.em.findOne(Subcategory, { id });
    if (!subcategory) throw new NotFound('Subcategory', id);
    return shownSubcategory(subcategory);
  }

  /** @throws SlugTaken, CatalogueFull */
  async createCategory(actor: Actor, input: CreateCategory): Promise<Category> {
    try {
      return await this.changes.run('category', async (em) => {
        await this.changes.checkRoom(em, Category, most);
        const category = em.create(Category, input);
        await em.flush();
        await this.record(actor, 'category.created', category, { after: factsOf(category) });
        return category;
      });
    } catch (error) {
      throw slugFault(error, 'categories_slug_unique', input.slug);
    }
  }

  /** @throws NotFound when there is no such category, SlugTaken, CatalogueFull */
  async createSubcategory(
    actor: Actor,
    { categoryId, ...input }: CreateSubcategory,
  ): Promise<ManagedSubcategory> {
    try {
      return await this.changes.run('subcategory', async (em) => {
        await this.changes.checkRoom(em, Subcategory, most);
        const category = await em.findOne(Category, { id: categoryId });
        if (!category) throw new NotFound('Category', categoryId);
        const subcategory = em.create(Subcategory, { ...input, category });
        await em.flush();
        await this.record(actor, 'subcategory.created', subcategory, { after: factsOf(subcategory) });
        return shownSubcategory(subcategory);
      });
    } catch (error) {
      throw slugFault(error, 'subcategories_slug_unique', input.slug);
    }
  }

  /** @throws NotFound, PreconditionFailed */
  updateCategory(
    actor: Actor,
    id: string,
    input: UpdateGrouping,
    expected: ExpectedVersions,
  ): Promise<Category> {
    return this.changes.run('category', async (em) => {
      const category = await this.changes.locked(em, Category, id, new NotFound('Category', id), expected);
      return this.changed(actor, 'category.changed', category, input);
    });
  }

  /** @throws NotFound, PreconditionFailed */
  updateSubcategory(
    actor: Actor,
    id: string,
    input: UpdateGrouping,
    expected: ExpectedVersions,
  ): Promise<ManagedSubcategory> {
    return this.changes.run('subcategory', async (em) => {
      const subcategory = await this.changes.locked(
        em,
        Subcategory,
        id,
        new NotFound('Subcategory', id),
        expected,
      );
      await this.changed(actor, 'subcategory.changed', subcategory, input);
      await em.flush();
      return shownSubcategory(subcategory);
    });
  }

  /** Only an empty one. @throws NotFound, PreconditionFailed, CatalogueInUse */
  async removeCategory(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.changes.run('category', async (em) => {
      const category = await this.changes.locked(em, Category, id, new NotFound('Category', id), expected);
      await this.record(actor, 'category.deleted', category, { before: factsOf(category) });
      em.remove(category);
    });
  }

  /** The same. @throws NotFound, PreconditionFailed, CatalogueInUse */
  async removeSubcategory(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.changes.run('subcategory', async (em) => {
      const subcategory = await this.changes.locked(
        em,
        Subcategory,
        id,
        new NotFound('Subcategory', id),
        expected,
      );
      await this.record(actor, 'subcategory.deleted', subcategory, { before: factsOf(subcategory) });
      em.remove(subcategory);
    });
  }

  private async changed<Row extends Category | Subcategory>(
    actor: Actor,
    action: string,
    row: Row,
    input: UpdateGrouping,
  ): Promise<Row> {
    const before = factsOf(row);
    Object.assign(row, input);
    await this.record(actor, action, row, { before, after: factsOf(row) });
    return row;
  }

  private record(
    actor: Actor,
    action: string,
    { id }: { id: string },
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    return this.changes.record(actor, { action, type: action.split('.')[0]!, id, ...change });
  }
}

type ManagedSubcategory = Pick<Subcategory, 'id' | 'slug' | 'name' | 'position' | 'version'> & {
  categoryId: string;
};

function shownSubcategory({ id, slug, name, position, version, category }: Subcategory): ManagedSubcategory {
  return { id, slug, name, position, version, categoryId: category.id };
}

function factsOf({ slug, name: label, position }: Category | Subcategory) {
  return { slug, label, position };
}
