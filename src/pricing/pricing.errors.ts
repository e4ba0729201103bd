import { DomainError } from '#libs/errors';

export class AttributeUnknown extends DomainError {
  constructor(code: string, offered: readonly string[]) {
    super('ATTRIBUTE_UNKNOWN', 'unprocessable', 'This service does not come with that attribute.', {
      attribute: code,
      offered,
    });
  }
}

export class AttributesExclusive extends DomainError {
  constructor(group: string, chosen: readonly string[]) {
    super(
      'ATTRIBUTES_EXCLUSIVE',
      'unprocessable',
      `Only one attribute of the group ${group} can be chosen.`,
      {
        group,
        chosen,
      },
    );
  }
}

export class QuantityNotAllowed extends DomainError {
  constructor(service: string) {
    super(
      'QUANTITY_NOT_ALLOWED',
      'unprocessable',
      `${service} is booked once at a time: the quantity must be 1.`,
    );
  }
}

export class PriceRuleExists extends DomainError {
  constructor(code: string) {
    super('PRICE_RULE_EXISTS', 'conflict', `There is a rule with the code ${code} already.`, {
      ruleCode: code,
    });
  }
}

/** Every price looks at all that are published. */
export class TooManyPriceRules extends DomainError {
  constructor(limit: number) {
    super('TOO_MANY_PRICE_RULES', 'conflict', `At most ${limit} rules can be published beside coupons.`, {
      limit,
    });
  }
}

export class NothingToPublish extends DomainError {
  constructor(code: string) {
    super('PRICE_RULE_NOT_DRAFTED', 'conflict', `Rule ${code} has no draft: change it first.`);
  }
}

export class NothingToRetire extends DomainError {
  constructor(code: string) {
    super('PRICE_RULE_NOT_PUBLISHED', 'conflict', `Rule ${code} is not published.`);
  }
}

/** Its terms do not say what its kind must say. Carries every fault. */
export class PriceRuleIncomplete extends DomainError {
  constructor(faults: readonly string[]) {
    super('PRICE_RULE_INCOMPLETE', 'unprocessable', `The rule cannot be so: ${faults.join('; ')}.`, {
      faults,
    });
  }
}

/** A slip in a name would leave the rule without effect, and nobody would know why. */
export class PriceRuleScopeUnknown extends DomainError {
  constructor(names: readonly string[]) {
    super('PRICE_RULE_SCOPE_UNKNOWN', 'unprocessable', `There is no ${names.join(', no ')}.`, { names });
  }
}

/** Two rules that exclude each other, hold for one visit, and stand at one priority. */
export class PriceRulesUndecided extends DomainError {
  constructor(code: string, others: readonly string[]) {
    super(
      'PRICE_RULES_UNDECIDED',
      'conflict',
      `Nothing says whether ${code} or ${others.join(', ')} comes first: give it another priority.`,
      { others },
    );
  }
}

export class CouponLimitTooLow extends DomainError {
  constructor(code: string, uses: number) {
    super('COUPON_LIMIT_TOO_LOW', 'conflict', `Coupon ${code} was used ${uses} times already.`, { uses });
  }
}

/** Nothing of whether it ever was one is told: codes are not to be guessed. */
export class CouponUnknown extends DomainError {
  constructor() {
    super('COUPON_UNKNOWN', 'unprocessable', 'This coupon does not exist, or does not hold now.');
  }
}

export class CouponNotApplicable extends DomainError {
  constructor(minimumPaise: number | null) {
    super('COUPON_NOT_APPLICABLE', 'unprocessable', 'This coupon takes nothing off this visit.', {
      minimumPaise,
    });
  }
}

/** By everybody, or by this customer as often as one may. */
export class CouponUsedUp extends DomainError {
  constructor(by: 'everybody' | 'you') {
    super('COUPON_USED_UP', 'conflict', `This coupon has been used up by ${by}.`, { by });
  }
}

export class QuoteExpired extends DomainError {
  constructor(expiresAt: Date) {
    super('QUOTE_EXPIRED', 'conflict', 'This quote has expired. Ask for a new one.', {
      expiresAt: expiresAt.toISOString(),
    });
  }
}

export class QuoteUsed extends DomainError {
  constructor() {
    super('QUOTE_USED', 'conflict', 'A booking was made from this quote already. Ask for a new one.');
  }
}

/** The booking is not the visit that was quoted. Carries what differs. */
export class QuoteForOther extends DomainError {
  constructor(differing: readonly string[]) {
    super(
      'QUOTE_FOR_OTHER_VISIT',
      'unprocessable',
      `This quote is for another visit: ${differing.join(', ')} differ.`,
      { differing },
    );
  }
}

export class TooManyQuotes extends DomainError {
  constructor(limit: number) {
    super(
      'TOO_MANY_QUOTES',
      'conflict',
      `At most ${limit} quotes can be open. Use one, or wait until one expires.`,
      {
        limit,
      },
    );
  }
}
