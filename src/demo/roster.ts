// Papers and leave of the providers, and a week of one city that was planned and published. From a random stream of its own: nothing else of the
// demo data changes with it. Nobody misses anything by it: leave is far ahead or over, papers that are required end later still, and the published week
// is worked as every week is.
import { addDays, weekdayOf } from '#libs/time';
import { DraftShift, ShiftDraft } from '../planning/drafts/shift-draft.entity.js';
import { ProviderDocument } from '../providers/documents/provider-document.entity.js';
import { ProviderLeave, Shift } from '../providers/shift.entity.js';
import type { InsertRows } from './insert.js';
import type { DemoTrade } from './content.js';
import type { DemoCity } from './marketplace.js';
import { SeededRandom } from './random.js';
import { demoStamps, type DemoScene } from './scene.js';

export interface DemoProvider {
  id: string;
  name: string;
  city: DemoCity;
  trades: readonly DemoTrade[];
  /** ISO weekday, Monday 1 … Sunday 7. */
  dayOff: number;
  createdAt: Date;
}

interface DayHours {
  fromMinute: number;
  toMinute: number;
}

/** Far from the streams of the blocks, which count from −1. */
const stream = 7_000_000;
const plannedCity = 'bengaluru';
const leaves = [
  ['annual', 'Family function'],
  ['training', 'Training'],
  ['annual', 'Went to native place'],
] as const;

export class DemoRoster {
  private readonly random: SeededRandom;
  /** The next Monday: it has not begun. */
  private readonly week: string;
  private readonly draft: string;

  constructor(
    private readonly scene: DemoScene,
    private readonly rows: InsertRows,
  ) {
    this.random = new SeededRandom(scene.seed, stream + scene.block);
    this.week = addDays(scene.today, 8 - weekdayOf(scene.today));
    this.draft = this.random.id(scene.now);
  }

  /** @returns until when their documents let them work */
  addDocuments({ id, createdAt }: DemoProvider): string {
    const until = this.scene.day(this.random.between(120, 700));
    const document = (kind: 'identity' | 'police_verification' | 'insurance', validUntil: string | null) =>
      this.rows.add(ProviderDocument, {
        id: this.random.id(createdAt),
        provider: id,
        kind,
        numberEnd: String(this.random.between(1000, 9999)),
        validUntil,
        ...demoStamps(createdAt),
      });
    document('identity', null);
    document('police_verification', until);
    if (this.random.chance(0.3)) document('insurance', this.scene.day(this.random.between(5, 400)));
    return until;
  }

  /** Of some: one is over, the others are further ahead than anybody can book. */
  addLeaves(providers: readonly DemoProvider[]): void {
    leaves.forEach(([kind, reason], index) => {
      const { id: provider } = this.random.pick(providers);
      const firstDay = this.scene.day(index === 0 ? -40 : 60 + 20 * index);
      this.rows.add(ProviderLeave, {
        ...this.row(),
        provider,
        firstDay,
        lastDay: addDays(firstDay, this.random.between(1, 6)),
        kind,
        reason,
      });
    });
  }

  /** Whether the provider's next week was published. */
  isPlanned({ city }: DemoProvider): boolean {
    return this.scene.block === 0 && city.slug === plannedCity;
  }

  /** The last day of the plan that stood before the published week. */
  get lastDayBefore(): string {
    return addDays(this.week, -1);
  }

  /** The day of the published week, and the plan that stands after it. */
  addPublished({ id: provider }: DemoProvider, weekday: number, minutes: DayHours): void {
    const day = addDays(this.week, weekday - 1);
    const line = { provider, weekday, ...minutes };
    this.rows.add(Shift, { ...this.row(), ...line, validFrom: day, validUntil: day });
    this.rows.add(Shift, { ...this.row(), ...line, validFrom: addDays(this.week, 7), validUntil: null });
    this.rows.add(DraftShift, { ...this.row(), draft: this.draft, provider, day, ...minutes });
  }

  addDraft(providers: readonly DemoProvider[], by: string): void {
    const planned = providers.filter((provider) => this.isPlanned(provider));
    if (planned.length === 0) return;
    this.rows.add(ShiftDraft, {
      ...demoStamps(this.scene.now),
      id: this.draft,
      city: planned[0]!.city.id,
      week: this.week,
      status: 'published',
      reservePercent: 20,
      leastPresent: 1,
      openFromHour: 9,
      openToHour: 19,
      providerIds: planned.map(({ id }) => id),
      load: [],
      accuracy: null,
      uncovered: [],
      uncoveredInAll: 0,
      madeBy: by,
      publishedBy: by,
      publishedAt: this.scene.now,
    });
  }

  private row() {
    return { id: this.random.id(this.scene.now), ...demoStamps(this.scene.now) };
  }
}
