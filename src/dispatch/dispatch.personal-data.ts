import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { searchView } from './dispatch.schemas.js';
import { SubstituteSearch } from './searches/substitute-search.entity.js';

/** Which visit had nobody, and what was offered instead, is part of the record of the booking, and stays with it: nobody wrote a word here. */
@HoldsPersonalData('substitutes')
@Injectable()
export class DispatchPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const populate = ['offers', 'offers.provider'] as const;
    const searches = await em.find(
      SubstituteSearch,
      { customer },
      { populate, orderBy: { createdAt: 'asc', id: 'asc' } },
    );
    return searches.map((search) => searchView.parse(search));
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'substitute_search', SubstituteSearch, { customer });
  }

  async erase(): Promise<void> {}
}
