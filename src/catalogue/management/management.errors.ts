import { DomainError } from '#libs/errors';

export class SlugTaken extends DomainError {
  constructor(slug: string) {
    super('CATALOGUE_SLUG_TAKEN', 'conflict', `There is something named ${slug} already.`, { slug });
  }
}

/** Something refers to it: bookings keep what was sold, a category what is in it. */
export class CatalogueInUse extends DomainError {
  constructor(what: string) {
    super('CATALOGUE_IN_USE', 'conflict', `This ${what} is in use and stays. Retire it instead.`);
  }
}

/** Every process keeps all of it in memory and learns it. */
export class CatalogueFull extends DomainError {
  constructor(limit: number) {
    super('CATALOGUE_FULL', 'conflict', `There are at most ${limit} of them.`, { limit });
  }
}

export class RateCardExists extends DomainError {
  constructor(tier: string) {
    super('RATE_CARD_EXISTS', 'conflict', `This service has a rate card for ${tier} cities.`, { tier });
  }
}

export class PincodesUnknown extends DomainError {
  constructor(pincodes: readonly string[]) {
    super('PINCODES_UNKNOWN', 'unprocessable', 'Some of these pincodes are not in our list.', { pincodes });
  }
}

/** What a place costs goes by the tier of its city. */
export class PincodesOfAnotherTier extends DomainError {
  constructor(tier: string, pincodes: readonly string[]) {
    super(
      'PINCODES_OF_ANOTHER_TIER',
      'unprocessable',
      `This rate card is for ${tier} cities, and some of these pincodes are not in one.`,
      { tier, pincodes },
    );
  }
}

export class PincodesElsewhere extends DomainError {
  constructor(pincodes: readonly string[]) {
    super('PINCODES_ELSEWHERE', 'conflict', 'Some of these pincodes are in another city.', { pincodes });
  }
}
