// When the people of the desk work, and on what. From a random stream of its own: nothing else of the demo data changes with it.
import { DeskProfile } from '../complaints/assignment/desk-profile.entity.js';
import type { DutyHours } from '../complaints/assignment/duty.js';
import type { ComplaintCategory } from '../complaints/complaint.terms.js';
import type { InsertRows } from './insert.js';
import type { DemoStaff } from './people.js';
import { SeededRandom } from './random.js';
import { demoStamps, type DemoScene } from './scene.js';

/** Far from the streams of the blocks and of the roster. */
const stream = 9_000_000;
const capacity = 40;

/** Minutes since midnight: with a break, and by turns, so that somebody is there from 8 to 21 and a few at night. */
const turns = [
  [
    { fromMinute: 480, toMinute: 780 },
    { fromMinute: 820, toMinute: 1020 },
  ],
  [
    { fromMinute: 720, toMinute: 1000 },
    { fromMinute: 1040, toMinute: 1260 },
  ],
  [
    { fromMinute: 0, toMinute: 480 },
    { fromMinute: 1260, toMinute: 1440 },
  ],
] as const;

/** None: everything. */
const trades: readonly ComplaintCategory[][] = [
  [],
  ['quality', 'damage', 'other'],
  ['billing', 'app', 'other'],
  ['lateness', 'no_show', 'behaviour', 'safety'],
];

export function addDesk(scene: DemoScene, rows: InsertRows, staff: readonly DemoStaff[]): void {
  const random = new SeededRandom(scene.seed, stream + scene.block);
  const people = staff.filter(
    ({ role, isActive }) => isActive && (role === 'ops_agent' || role === 'ops_lead'),
  );
  people.forEach(({ id, role }, index) => {
    const hours = turns[index % 5 === 4 ? 2 : index % 2]!;
    const dayOff = 1 + (index % 7);
    rows.add(DeskProfile, {
      id: random.id(scene.now),
      staff: id,
      skills: role === 'ops_lead' ? [] : trades[index % trades.length]!,
      languages: random.chance(0.8) ? ['en', 'hi'] : ['en'],
      capacity,
      week: weekOf(hours, dayOff),
      isPaused: false,
      lastAssignedAt: null,
      version: 1,
      ...demoStamps(scene.now),
    });
  });
}

function weekOf(hours: readonly Omit<DutyHours, 'weekday'>[], dayOff: number): DutyHours[] {
  const days = [1, 2, 3, 4, 5, 6, 7].filter((weekday) => weekday !== dayOff);
  return days.flatMap((weekday) => hours.map((each) => ({ weekday, ...each })));
}
