import { Inject, Injectable } from '@nestjs/common';
import {
  EntityManager,
  type AutoPath,
  type EntityName,
  type FilterQuery,
  type Loaded,
} from '@mikro-orm/core';
import { instantAt } from '#libs/time';
import type { Page } from '../input/pages.js';
import { ValidationFailed } from '../input/validation.js';
import type { AnyListForm, ListQuery, PeriodEnd } from './list-form.js';

export const LIST_TIME_ZONE = Symbol('LIST_TIME_ZONE');

export interface PageOptions<Entity extends object, Hint extends string> {
  /** All of them must hold. What limits a list to whose it is belongs here. */
  where: readonly FilterQuery<Entity>[];
  populate?: readonly AutoPath<Entity, Hint>[];
  /** Columns that the list does not show, and that are too large to be read for nothing. */
  exclude?: readonly string[];
  /** For rows that are to be shown as they are at this moment. */
  disableIdentityMap?: boolean;
}

/** Reads one page of a list from the database, as its form and the query of the caller say. */
@Injectable()
export class PageReader {
  constructor(
    private readonly em: EntityManager,
    /** In which the days of a period begin. */
    @Inject(LIST_TIME_ZONE) private readonly timeZone: string,
  ) {}

  /** @throws CursorInvalid, ValidationFailed */
  async read<Entity extends { id: string }, Hint extends string = never>(
    entity: EntityName<Entity>,
    list: AnyListForm,
    query: ListQuery,
    { where, populate = [], exclude, disableIdentityMap = false }: PageOptions<Entity, Hint>,
  ): Promise<Page<Loaded<Entity, Hint>>> {
    const { property, direction } = list.order(query);
    const position = list.position(query);
    const isById = property === 'id';
    const page = await this.em.findByCursor(entity, {
      where: { $and: [...where, ...this.within(list, query)] },
      populate,
      exclude,
      disableIdentityMap,
      first: query.limit,
      after: position && { id: position.id, ...(!isById && { [property]: position.value }) },
      orderBy: isById ? { id: direction } : [{ [property]: direction }, { id: direction }],
      includeCount: false,
    } as never);
    const items = page.items as Loaded<Entity, Hint>[];
    return { items, nextCursor: page.hasNextPage ? list.cursor(query, items.at(-1)!) : null };
  }

  /** The instants that a period begins and ends at. @throws ValidationFailed when it does not end after it begins */
  period({ from, to }: Pick<ListQuery, 'from' | 'to'>): { from?: Date; to?: Date } {
    const period = { from: this.instantOf(from), to: this.instantOf(to) };
    if (period.from && period.to && period.from >= period.to)
      throw new ValidationFailed([{ path: ['to'], message: 'must be after `from`' }]);
    return period;
  }

  private within<Entity>({ timed }: AnyListForm, query: ListQuery): FilterQuery<Entity>[] {
    const { from, to } = this.period(query);
    return [
      ...(from ? [{ [timed!]: { $gte: from } }] : []),
      ...(to ? [{ [timed!]: { $lt: to } }] : []),
    ] as FilterQuery<Entity>[];
  }

  private instantOf(end: PeriodEnd | undefined): Date | undefined {
    return typeof end === 'string' ? instantAt(end, 0, this.timeZone) : end;
  }
}
