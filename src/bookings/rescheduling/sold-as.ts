import type { Booking, BookingItem } from '../booking.entity.js';

/** How a booking was sold before it was changed: the history keeps it, for the row holds only how it is now. Nothing of it is personal. */
export interface SoldAs {
  startsAt: string;
  endsAt: string;
  providerId: string;
  providerName: string;
  quantity: number;
  totalPaise: number;
  items: {
    kind: string;
    code: string;
    label: string;
    quantity: number;
    unitPaise: number;
    amountPaise: number;
  }[];
}

/** @param booking with its provider */
export function soldAs(booking: Booking, items: readonly BookingItem[]): SoldAs {
  const { startsAt, endsAt, provider, quantity, totalPaise } = booking;
  return {
    ...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    ...{ providerId: provider.id, providerName: provider.name, quantity, totalPaise },
    items: items.map((item) => ({
      ...{ kind: item.kind, code: item.code, label: item.label },
      ...{ quantity: item.quantity, unitPaise: item.unitPaise, amountPaise: item.amountPaise },
    })),
  };
}
