// Tradespeople: what they can do, where, and when. In the coverage cities three work in each everyday trade, with different
// days off, so that on every day two are there between nine and seven.
import { weekdayOf } from '#libs/time';
import { Provider, ProviderPincode, ProviderSkill } from '../providers/provider.entity.js';
import { Shift, ShiftException } from '../providers/shift.entity.js';
import { demoPeople, type DemoTrade } from './content.js';
import type { InsertRow, InsertRows } from './insert.js';
import type { DemoCity, DemoService, DemoMarketplace } from './marketplace.js';
import { personName, phoneOf } from './people.js';
import { DemoRoster, type DemoProvider } from './roster.js';

export type { DemoProvider };
import { demoStamps, type DemoScene } from './scene.js';

export const providersPerBlock = 120;
const hours = [
  { fromMinute: 8 * 60, toMinute: 20 * 60 },
  { fromMinute: 9 * 60, toMinute: 19 * 60 },
  { fromMinute: 9 * 60, toMinute: 21 * 60 },
] as const;
/** Every provider works at least then, except on the day off. */
export const coreHours = { fromMinute: 9 * 60, toMinute: 19 * 60 };

/** Makes the providers; their rows are written later, when their ratings are known. */
export function makeProviders(scene: DemoScene, cities: readonly DemoCity[]): DemoProvider[] {
  const { random } = scene;
  return cities.flatMap((city, cityIndex) =>
    city.crew.map((trades, index) => {
      const createdAt = scene.daysAgo(580, 200);
      const firm = trades.length > 1 || random.chance(0.4);
      const name = firm ? firmName(scene) : personName(scene);
      // Neighbours in the list of a trade are two weekdays apart.
      return {
        id: random.id(createdAt),
        name,
        city,
        trades,
        dayOff: ((cityIndex + 2 * index) % 7) + 1,
        createdAt,
      };
    }),
  );
}

export function addProviders(
  scene: DemoScene,
  rows: InsertRows,
  providers: readonly DemoProvider[],
  services: readonly DemoService[],
  ratings: ReadonlyMap<string, readonly number[]>,
): void {
  const roster = new DemoRoster(scene, rows);
  providers.forEach((provider, index) => {
    const { id, name, city, createdAt } = provider;
    const minutes = hours[index % hours.length]!;
    const stars = ratings.get(id) ?? [];
    const rating = { ratingAverage: average(stars), ratingCount: stars.length };
    rows.add(Provider, {
      id,
      name,
      city: city.id,
      ...demoStamps(createdAt),
      ...rating,
      phone: phoneOf(6, scene.block * providersPerBlock + index + 1),
      about: about(scene, city),
      // Their six days are as much as they may work.
      weeklyMaxMinutes: 6 * (minutes.toMinute - minutes.fromMinute),
      documentsValidUntil: roster.addDocuments(provider),
    });
    for (const subcategory of skillsOf(provider, services)) {
      rows.add(ProviderSkill, { provider: id, subcategory, ...demoStamps(createdAt) });
    }
    for (const { code } of city.pincodes)
      rows.add(ProviderPincode, { provider: id, pincode: code, ...rating, ...demoStamps(createdAt) });
    addWeek(scene, rows, provider, minutes, roster);
  });
  roster.addLeaves(providers);
  roster.addDraft(providers, 'demo');
}

function addWeek(
  scene: DemoScene,
  rows: InsertRows,
  provider: DemoProvider,
  minutes: (typeof hours)[number],
  roster: DemoRoster,
): void {
  const { id, dayOff, createdAt } = provider;
  const isPlanned = roster.isPlanned(provider);
  for (let weekday = 1; weekday <= 7; weekday++) {
    if (weekday === dayOff) continue;
    rows.add(Shift, {
      ...scene.row(createdAt),
      provider: id,
      weekday,
      ...minutes,
      validFrom: scene.day(-200),
      validUntil: isPlanned ? roster.lastDayBefore : null,
    });
    if (isPlanned) roster.addPublished(provider, weekday, minutes);
  }
}

function skillsOf({ trades }: DemoProvider, services: readonly DemoService[]): Set<string> {
  return new Set(
    services.filter(({ trade }) => trades.includes(trade)).map(({ subcategoryId }) => subcategoryId),
  );
}

function firmName({ random }: DemoScene): string {
  return random
    .pick(demoPeople.firms)
    .replace('{first}', random.pick(demoPeople.firstNames))
    .replace('{last}', random.pick(demoPeople.lastNames));
}

function about({ random, today }: DemoScene, city: DemoCity): string {
  const years = random.between(3, 25);
  return random
    .pick(demoPeople.abouts)
    .replace('{city}', city.name)
    .replace('{years}', String(years))
    .replace('{year}', String(Number(today.slice(0, 4)) - years));
}

function average(stars: readonly number[]): number {
  if (stars.length === 0) return 0;
  return Math.round((100 * stars.reduce((sum, each) => sum + each, 0)) / stars.length) / 100;
}

/** Who is taken on which day. At most one visit a provider and day: whatever its length, two never overlap. */
export class ProviderDiary {
  private readonly taken = new Set<string>();
  private readonly spent = new Set<string>();

  constructor(private readonly providers: readonly DemoProvider[]) {}

  /** Somebody of that trade who works on a past `day` and is not taken; he is from now on. */
  takePast(city: DemoCity, trade: DemoTrade, day: string): DemoProvider | undefined {
    const free = this.crew(city, trade).filter(
      (each) => worksOn(each, day) && !this.taken.has(`${each.id} ${day}`),
    );
    const taken = inTurn(free, day);
    if (taken) this.taken.add(`${taken.id} ${day}`);
    return taken;
  }

  /**
   * Somebody who can be missed on a coming `day`: with him gone, two of the same trade are still free all day.
   * So a day spares one of a crew, and none when somebody has his day off.
   */
  takeSpare(city: DemoCity, trade: DemoTrade, day: string): DemoProvider | undefined {
    const crew = this.crew(city, trade);
    const key = `${crew[0]?.id} ${day}`;
    if (crew.length < 3 || this.spent.has(key) || !crew.every((each) => worksOn(each, day))) return undefined;
    this.spent.add(key);
    return inTurn(crew, day);
  }

  /** In a city all who know a trade know the same trades. */
  private crew(city: DemoCity, trade: DemoTrade): DemoProvider[] {
    return this.providers.filter((each) => each.city === city && each.trades.includes(trade));
  }
}

function inTurn<T>(items: readonly T[], day: string): T | undefined {
  return items[Number(day.slice(-2)) % items.length];
}

function worksOn({ dayOff }: DemoProvider, day: string): boolean {
  return weekdayOf(day) !== dayOff;
}

const leaves = [
  'Family function',
  'Fever',
  'Training',
  'Went to native place',
  'Festival',
  'Two-wheeler in repair',
];

/** A few days of leave which nobody will miss, and a few days worked in spite of the day off. */
export function addShiftExceptions(
  scene: DemoScene,
  rows: InsertRows,
  diary: ProviderDiary,
  providers: readonly DemoProvider[],
  { cities }: DemoMarketplace,
): void {
  const { random } = scene;
  const at = scene.daysAgo(6, 1);
  // Chance may take one provider and day twice: the second is drawn like the others, so that nothing after it changes, and left out.
  const known = new Set<string>();
  const add = (row: InsertRow<ShiftException>, key: string): void => {
    if (!known.has(key)) rows.add(ShiftException, row);
    known.add(key);
  };
  for (let left = 12; left > 0; left--) {
    const city = random.pick(cities);
    const day = scene.day(random.between(1, 28));
    const provider = diary.takeSpare(city, random.pick(city.crew)[0]!, day);
    if (provider) {
      const row = { ...scene.row(at), provider: provider.id, day, kind: 'off' as const };
      const reason = random.pick(leaves);
      add({ ...row, fromMinute: 0, toMinute: 1440, reason }, `off ${provider.id} ${day}`);
    }
  }
  for (let left = 8; left > 0; left--) {
    const provider = random.pick(providers);
    const weeks = random.between(0, 2);
    const ahead = ((provider.dayOff - weekdayOf(scene.today) + 7) % 7) + 7 * weeks;
    const day = scene.day(ahead);
    const row = { ...scene.row(at), provider: provider.id, day, kind: 'extra' as const };
    add({ ...row, fromMinute: 600, toMinute: 960, reason: 'Extra day' }, `extra ${provider.id} ${day}`);
  }
}
