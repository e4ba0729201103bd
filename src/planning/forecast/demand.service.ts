// What is expected in a city in a week: the past out of the books, by subcategory of services and group of pincodes, through the forecast.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { addDays, Clock, localDate, weekdayOf, type LocalDate } from '#libs/time';
import { DemandHistoryService } from '../../bookings/demand-history.service.js';
import { City, Pincode } from '../../catalogue/place.entity.js';
import { Service } from '../../catalogue/service.entity.js';
import { Settings } from '../../config/settings.js';
import {
  forecastAccuracy,
  forecastWeek,
  loadOf,
  type ExpectedLoad,
  type ExpectedVisits,
  type ForecastAccuracy,
  type SeriesCount,
} from './forecast.js';

/** What the forecast looks back on. Half a year: older seasons of the year say less about next week than they cost. */
const historyWeeks = 26;

export interface CityDemand {
  /** Monday of the first week, and how many whole weeks there are. */
  history: { first: LocalDate; weeks: number; visits: number };
  visits: ExpectedVisits[];
  load: ExpectedLoad[];
  accuracy: ForecastAccuracy | null;
  /** Of the city, sorted. */
  pincodes: string[];
}

/** In India's numbering the first three digits of a pincode name a sorting district: one part of a city. */
export const pincodeGroupOf = (pincode: string): string => pincode.slice(0, 3);

export const seriesOf = (subcategoryId: string, pincodeGroup: string): string =>
  `${subcategoryId} ${pincodeGroup}`;

export function partsOf(series: string): { subcategoryId: string; pincodeGroup: string } {
  const [subcategoryId, pincodeGroup] = series.split(' ') as [string, string];
  return { subcategoryId, pincodeGroup };
}

@Injectable()
export class DemandService {
  constructor(
    private readonly em: EntityManager,
    private readonly bookings: DemandHistoryService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Out of the last whole weeks. A history that begins with the first visit is not diluted by the weeks before it.
   * @throws NotFound when there is no such city
   */
  async ofCity(cityId: string): Promise<CityDemand> {
    if ((await this.em.count(City, { id: cityId })) === 0) throw new NotFound('City', cityId);
    const places = await this.em.find(
      Pincode,
      { city: cityId },
      { fields: ['code'], orderBy: { code: 'asc' } },
    );
    const pincodes = places.map(({ code }) => code);
    const monday = this.thisMonday();
    const counted = await this.bookings.visitsByHour(pincodes, addDays(monday, -7 * historyWeeks), monday);
    const services = await this.em.find(
      Service,
      { id: { $in: [...new Set(counted.map(({ serviceId }) => serviceId))] } },
      { disableIdentityMap: true },
    );
    const serviceOf = new Map(services.map((service) => [service.id, service]));
    // Between which places is not known of visits to come: the way that is reckoned with where nothing is known.
    const wayMinutes = this.settings.TRAVEL_DEFAULT_MINUTES;
    const minutes = new Map<string, { visits: number; minutes: number }>();
    const counts = counted.map(({ serviceId, pincode, day, hour, visits }): SeriesCount => {
      const { subcategory, durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } =
        serviceOf.get(serviceId)!;
      const length = bufferBeforeMinutes + durationMinutes + bufferAfterMinutes + wayMinutes;
      const series = seriesOf(subcategory.id, pincodeGroupOf(pincode));
      const known = minutes.get(series) ?? { visits: 0, minutes: 0 };
      minutes.set(series, {
        visits: known.visits + visits,
        minutes: known.minutes + visits * length,
      });
      return { series, day, hour, visits };
    });
    const first = counts.reduce((day, count) => (count.day < day ? count.day : day), monday);
    const firstMonday = addDays(first, 1 - weekdayOf(first));
    const weeks = Math.round((Date.parse(monday) - Date.parse(firstMonday)) / (7 * 86_400_000));
    const history = { first: firstMonday, weeks };
    const expected = forecastWeek(counts, history);
    // Of the services of a series, as often as they were booked.
    const minutesOf = (series: string): number => {
      const known = minutes.get(series)!;
      return Math.round(known.minutes / known.visits);
    };
    return {
      history: { ...history, visits: counts.reduce((sum, { visits }) => sum + visits, 0) },
      visits: expected,
      load: loadOf(expected, minutesOf),
      accuracy: forecastAccuracy(counts, history),
      pincodes,
    };
  }

  private thisMonday(): LocalDate {
    const today = localDate(this.clock.now(), this.settings.BUSINESS_TIME_ZONE);
    return addDays(today, 1 - weekdayOf(today));
  }
}
