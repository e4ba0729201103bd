// What was sold, as facts for whoever works something out again: no customer, no address.
import { Injectable } from '@nestjs/common';
import { EntityManager, type Loaded } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { Pincode } from '../catalogue/place.entity.js';
import type { PastSale } from '../pricing/pricing.service.js';
import { Booking } from './booking.entity.js';

/** Bookings of a portion, each with its lines. */
const portion = 500;

/** By the start of the visit, from `from` up to and without `to`. */
export interface SalesPeriod {
  from: Date;
  to: Date;
}

@Injectable()
export class SalesHistoryService {
  constructor(private readonly em: EntityManager) {}

  /** How many visits there are that were not cancelled. */
  count(_actor: Actor, period: SalesPeriod): Promise<number> {
    return this.em.count(Booking, wherein(period));
  }

  /** They themselves, portion by portion in the order of their starts: never all in memory. */
  async *portions(_actor: Actor, period: SalesPeriod): AsyncGenerator<PastSale[]> {
    const em = this.em.fork();
    for (let after: SoldBooking | undefined; ;) {
      const next = after
        ? {
            $or: [{ startsAt: { $gt: after.startsAt } }, { startsAt: after.startsAt, id: { $gt: after.id } }],
          }
        : {};
      const bookings: SoldBooking[] = await em.find(
        Booking,
        { $and: [wherein(period), next] },
        {
          populate: ['items', 'service.subcategory.category'],
          orderBy: { startsAt: 'asc', id: 'asc' },
          limit: portion,
        },
      );
      const codes = [...new Set(bookings.map(({ pincode }) => pincode))];
      const places = await em.find(Pincode, { code: { $in: codes } }, { populate: ['city'] });
      const placeOf = new Map(places.map((place) => [place.code, place]));
      yield bookings.map((booking) => saleOf(booking, placeOf.get(booking.pincode)!));
      if (bookings.length < portion) return;
      after = bookings.at(-1);
      em.clear();
    }
  }
}

function wherein({ from, to }: SalesPeriod) {
  return { status: { $ne: 'cancelled' as const }, startsAt: { $gte: from, $lt: to } };
}

type SoldBooking = Loaded<Booking, 'items' | 'service.subcategory.category'>;

function saleOf(booking: SoldBooking, place: Loaded<Pincode, 'city'>): PastSale {
  const { service } = booking;
  const { subcategory } = service;
  const { city } = place;
  return {
    service: {
      ...{ slug: service.slug, name: service.name },
      subcategory: subcategory.slug,
      category: subcategory.category.slug,
    },
    place: { pincode: place.code, city: city.slug, tier: city.tier },
    cityName: city.name,
    startsAt: booking.startsAt,
    soldAt: booking.createdAt,
    currency: booking.currency,
    lines: booking.items
      .filter(({ kind }) => kind === 'service' || kind === 'attribute')
      .map(({ kind, code, label, quantity, unitPaise, amountPaise }) => ({
        ...{ kind, code, label, quantity, unitPaise, amountPaise },
        ...{ ruleId: null, ruleVersion: null, sacCode: null },
      })),
  };
}
