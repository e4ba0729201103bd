// A week of shifts for a city that is being made: nothing that slots know of until it is published.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { City } from '../../catalogue/place.entity.js';
import { Provider } from '../../providers/provider.entity.js';
import type { ExpectedLoad, ForecastAccuracy } from '../forecast/forecast.js';
import { DraftNotEditable } from '../planning.errors.js';
import type { UncoveredDemand } from './coverage.js';

/** `making`: a job is at it; `superseded`: another one of the same city and week was published after it. */
export const draftStatuses = ['making', 'ready', 'published', 'superseded'] as const;

const ShiftDraftSchema = defineEntity({
  name: 'ShiftDraft',
  tableName: 'shift_drafts',
  checks: [
    { name: 'shift_drafts_week_check', expression: 'extract(isodow from week) = 1' },
    { name: 'shift_drafts_reserve_check', expression: 'reserve_percent >= 0 and reserve_percent <= 200' },
    { name: 'shift_drafts_present_check', expression: 'least_present >= 0 and least_present <= 20' },
    {
      name: 'shift_drafts_open_check',
      expression: 'open_from_hour >= 0 and open_from_hour < open_to_hour and open_to_hour <= 24',
    },
    {
      name: 'shift_drafts_published_check',
      expression: `(status in ('published', 'superseded')) = (published_at is not null)`,
    },
  ],
  indexes: [
    { name: 'shift_drafts_city_week_index', properties: ['city', 'week', 'id'] },
    {
      // One week of a city is published once, whoever publishes.
      name: 'shift_drafts_published_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.city}", "${columns.week}") where status = 'published'`,
    },
  ],
  properties: {
    id: idColumn(),
    city: () => p.manyToOne(City).mapToPk(),
    /** Its Monday. */
    week: p.date(),
    status: p.enum(draftStatuses),
    /** Added to the load that is expected. */
    reservePercent: p.smallint(),
    /** How many ought to be there for each service in the open hours. */
    leastPresent: p.smallint(),
    openFromHour: p.smallint(),
    openToHour: p.smallint(),
    /** Who was planned; whoever comes later keeps what they have. */
    providerIds: p.json<string[]>(),
    /** What the shifts are to cover, reserve included. */
    load: p.json<ExpectedLoad[]>(),
    accuracy: p.json<ForecastAccuracy | null>().nullable(),
    /** The first of what nobody covers, and how much there is in all. */
    uncovered: p.json<UncoveredDemand[]>(),
    uncoveredInAll: p.integer().default(0),
    /** That makes it. */
    jobId: p.uuid().nullable(),
    madeBy: p.string().length(80),
    publishedBy: p.string().length(80).nullable(),
    publishedAt: p.datetime().nullable(),
    /** Always changed with the row locked. */
    version: p.integer().default(1),
    shifts: () => p.oneToMany(DraftShift).mappedBy('draft'),
    ...timestampColumns(),
  },
});
export class ShiftDraft extends ShiftDraftSchema.class {
  /** @throws DraftNotEditable unless it is made and not published */
  checkEditable(): void {
    if (this.status !== 'ready') throw new DraftNotEditable(this.status);
  }

  /** To be called with the row locked. @throws DraftNotEditable */
  publish(by: string, now: Date): void {
    this.checkEditable();
    Object.assign(this, { status: 'published', publishedBy: by, publishedAt: now });
    this.version += 1;
  }
}
ShiftDraftSchema.setClass(ShiftDraft);

const DraftShiftSchema = defineEntity({
  name: 'DraftShift',
  tableName: 'shift_draft_lines',
  checks: [
    {
      name: 'shift_draft_lines_minutes_check',
      expression: 'from_minute >= 0 and from_minute < to_minute and to_minute <= 1440',
    },
    {
      // Nobody is in two places.
      name: 'shift_draft_lines_apart',
      expression: `exclude using gist (draft_id with =, provider_id with =, day with =, int4range(from_minute, to_minute) with &&)`,
    },
  ],
  indexes: [{ name: 'shift_draft_lines_draft_index', properties: ['draft', 'day', 'provider'] }],
  properties: {
    id: idColumn(),
    draft: () => p.manyToOne(ShiftDraft).deleteRule('cascade'),
    provider: () => p.manyToOne(Provider).mapToPk().index(),
    day: p.date(),
    fromMinute: p.smallint(),
    toMinute: p.smallint(),
    ...timestampColumns(),
  },
});
export class DraftShift extends DraftShiftSchema.class {}
DraftShiftSchema.setClass(DraftShift);
