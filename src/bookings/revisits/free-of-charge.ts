// A visit that costs nothing: all its lines, and one that takes off what they come to. Pure.
import type { SalePrice } from '../../pricing/quotes/sale-prices.service.js';

type PriceItem = SalePrice['items'][number];

/** The code of the line by which a booking is known to be free. */
const freeCode = 'free_visit';

/**
 * No tax is due on what is not paid for: the lines of taxes are left out, so that the books charge nothing when the work is done.
 * @param label what the line says, at most 160 characters
 */
export function freeOfCharge(price: SalePrice, label: string): SalePrice {
  const items = price.items.filter(({ kind }) => kind !== 'tax');
  const sumPaise = items.reduce((sum, { amountPaise }) => sum + amountPaise, 0);
  return { ...price, items: sumPaise > 0 ? [...items, reduction(label, sumPaise)] : items, totalPaise: 0 };
}

function reduction(label: string, sumPaise: number): PriceItem {
  const money = { quantity: 1, unitPaise: -sumPaise, amountPaise: -sumPaise };
  return {
    kind: 'discount',
    code: freeCode,
    label,
    ...money,
    ruleId: null,
    ruleVersion: null,
    sacCode: null,
  };
}

/** Why a booking costs nothing; undefined where it does. */
export function freeBecause(items: Iterable<{ code: string; label: string }>): string | undefined {
  return [...items].find(({ code }) => code === freeCode)?.label;
}
