// What staff see of searches: the queue of those that a person has to look after, and all others.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { PageReader, type Page } from '#libs/http';
import type { Actor } from '../../access/actor.js';
import { ReadsService } from '../../audit/reads.service.js';
import { searchesList, type ListSearches } from '../dispatch.schemas.js';
import { SubstituteSearch } from './substitute-search.entity.js';

@Injectable()
export class SearchRecordsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly reads: ReadsService,
  ) {}

  /** That staff look is noted. @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: ListSearches): Promise<Page<SubstituteSearch>> {
    const object = { type: 'substitute_search', id: 'many' };
    await this.reads.note(actor, { action: 'substitute_searches.listed', object });
    const { state, cause, customerId, providerId, open } = query;
    const where = [
      ...(state ? [{ state: { $in: state } }] : []),
      ...(cause ? [{ cause }] : []),
      ...(customerId ? [{ customer: customerId }] : []),
      ...(providerId ? [{ absentProvider: providerId }] : []),
      ...(open === undefined ? [] : [{ endedAt: open ? null : { $ne: null } }]),
    ];
    const populate = ['offers', 'offers.provider'] as const;
    return this.pages.read(SubstituteSearch, searchesList, query, { where, populate });
  }

  /** That staff look is noted. @throws NotFound */
  async get(actor: Actor, id: string): Promise<SubstituteSearch> {
    const populate = ['offers', 'offers.provider'] as const;
    const search = await this.em.findOne(SubstituteSearch, { id }, { populate });
    if (!search) throw new NotFound('Substitute search', id);
    const object = { type: 'substitute_search', id };
    await this.reads.note(actor, { action: 'substitute_search.viewed', object, person: search.customerId });
    return search;
  }
}
