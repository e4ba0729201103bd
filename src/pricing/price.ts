// The price of a service, line by line. Pure: what a booking is sold for and what a customer is shown come from here alone.
import { localDate, minuteOfDay, weekdayOf } from '#libs/time';
import { AttributesExclusive, AttributeUnknown, QuantityNotAllowed } from './pricing.errors.js';

export const surchargePercent = 10;
export const gstPercent = 18;

const sunday = 7;
const eveningFromMinute = 18 * 60;

export interface PricedAttribute {
  code: string;
  name: string;
  /** Attributes of one group exclude each other; null is an optional extra. */
  group?: string | null;
  pricePaise: number;
  isDefault: boolean;
}

export interface PriceInput {
  service: { slug: string; name: string; unit?: string | null };
  rateCard: { pricePaise: number; currency: string; attributes: Iterable<PricedAttribute> };
  /** Codes of the chosen attributes; a code said twice counts once. */
  attributes: readonly string[];
  /** A positive integer; 1 where the service has no unit. */
  quantity: number;
  /** Null while no time is agreed: no surcharge then. */
  startsAt: Date | null;
  /** Where Sundays and evenings are meant. */
  timeZone: string;
}

export interface PriceItem {
  kind: 'service' | 'attribute' | 'surcharge' | 'tax';
  code: string;
  label: string;
  quantity: number;
  unitPaise: number;
  /** `quantity × unitPaise`. */
  amountPaise: number;
}

export interface Price {
  items: PriceItem[];
  totalPaise: number;
  currency: string;
}

/**
 * The rules of the handbook ("Pricing"), in this order, all in integer paise, percentages rounded half up per line:
 * 1. the rate card's price × quantity;
 * 2. each chosen attribute × quantity, and of each group without a choice its default;
 * 3. a surcharge of 10 % of the sum of 1 and 2, once, when the visit starts on a Sunday or at 18:00 or later;
 * 4. GST of 18 % of the sum of 1 to 3.
 * @throws AttributeUnknown, AttributesExclusive (two of one group), QuantityNotAllowed
 */
export function priceOf({ service, rateCard, attributes, quantity, startsAt, timeZone }: PriceInput): Price {
  if (quantity > 1 && !service.unit) throw new QuantityNotAllowed(service.name);
  const items = [
    times(quantity, {
      kind: 'service',
      code: service.slug,
      label: service.name,
      unitPaise: rateCard.pricePaise,
    }),
    ...chosen([...rateCard.attributes], attributes).map(({ code, name, pricePaise }) =>
      times(quantity, { kind: 'attribute', code, label: name, unitPaise: pricePaise }),
    ),
  ];
  const surcharge = startsAt && surchargeAt(startsAt, timeZone);
  if (surcharge)
    items.push(share('surcharge', surcharge.code, surcharge.label, surchargePercent, sum(items)));
  items.push(share('tax', 'gst', 'GST', gstPercent, sum(items)));
  return { items, totalPaise: sum(items), currency: rateCard.currency };
}

/** In the order of the rate card. */
function chosen(offered: readonly PricedAttribute[], codes: readonly string[]): PricedAttribute[] {
  const wanted = new Set(codes);
  for (const code of wanted) {
    if (!offered.some((attribute) => attribute.code === code))
      throw new AttributeUnknown(
        code,
        offered.map((each) => each.code),
      );
  }
  const decided = new Set<string>();
  for (const { code, group } of offered) {
    if (!group || !wanted.has(code)) continue;
    if (decided.has(group)) throw new AttributesExclusive(group, [...wanted]);
    decided.add(group);
  }
  return offered.filter(
    ({ code, group, isDefault }) => wanted.has(code) || (isDefault && group && !decided.has(group)),
  );
}

function surchargeAt(startsAt: Date, timeZone: string): { code: string; label: string } | null {
  if (weekdayOf(localDate(startsAt, timeZone)) === sunday)
    return { code: 'sunday', label: 'Sunday surcharge' };
  if (minuteOfDay(startsAt, timeZone) >= eveningFromMinute)
    return { code: 'evening', label: 'Evening surcharge' };
  return null;
}

function times(quantity: number, line: Omit<PriceItem, 'quantity' | 'amountPaise'>): PriceItem {
  return { ...line, quantity, amountPaise: quantity * line.unitPaise };
}

function share(
  kind: PriceItem['kind'],
  code: string,
  label: string,
  percent: number,
  ofPaise: number,
): PriceItem {
  // Multiplied first, as integers: a half is then exactly a half, and rounds up.
  const amount = Math.round((ofPaise * percent) / 100);
  return times(1, { kind, code, label: `${label} (${percent} %)`, unitPaise: amount });
}

function sum(items: readonly PriceItem[]): number {
  return items.reduce((total, item) => total + item.amountPaise, 0);
}
