import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Settings } from '../config/settings.js';
import { TravelRules } from './travel-rules.entity.js';

/** Tells the database what the settings say of the way between visits: it reckons with it when it refuses a visit. */
@Injectable()
export class TravelRulesService implements OnApplicationBootstrap {
  constructor(
    private readonly em: EntityManager,
    private readonly settings: Settings,
  ) {}

  /** What was sold before is kept, also where the way takes longer by the new figures. */
  async onApplicationBootstrap(): Promise<void> {
    const { TRAVEL_SPEED_KMH, TRAVEL_FIXED_MINUTES, TRAVEL_DEFAULT_MINUTES } = this.settings;
    const rules = {
      speedKmh: TRAVEL_SPEED_KMH,
      fixedMinutes: TRAVEL_FIXED_MINUTES,
      defaultMinutes: TRAVEL_DEFAULT_MINUTES,
    };
    await this.em.fork().nativeUpdate(TravelRules, { id: 1, $not: rules }, rules);
  }
}
