import {
  chosenFor,
  inOrder,
  refusalsOf,
  weightOf,
  type DeskPerson,
  type DeskWork,
} from './assignment.strategies.js';
import { dutyAt, overlapIn, type DutyHours } from './duty.js';

const zone = 'Asia/Kolkata';
const meera: DeskPerson = {
  id: 'b',
  name: 'Meera',
  isActive: true,
  mayWork: true,
  mayLead: false,
  duty: 'on_duty',
  skills: [],
  languages: ['en'],
  capacity: 40,
  load: 0,
  lastAssignedAt: null,
};
const work: DeskWork = {
  category: 'billing',
  severity: 'medium',
  status: 'open',
  language: 'en',
  escalationLevel: 0,
};
const person = (id: string, more: Partial<DeskPerson> = {}): DeskPerson => ({ ...meera, id, ...more });
const nobody = new Set<string>();

describe('who may be given a complaint', () => {
  it.each<[string, Partial<DeskPerson>, Partial<DeskWork>, string[]]>([
    ['whoever is there and free', {}, {}, []],
    ['nobody who is suspended', { isActive: false }, {}, ['not_active']],
    ['nobody who may not work on it', { mayWork: false }, {}, ['not_permitted']],
    ['nobody on leave', { duty: 'on_leave' }, {}, ['on_leave']],
    ['nobody who pauses', { duty: 'paused' }, {}, ['paused']],
    ['nobody off duty', { duty: 'off_duty' }, {}, ['off_duty']],
    ['nobody of another trade', { skills: ['quality'] }, {}, ['other_category']],
    ['nobody who does not read Hindi', {}, { language: 'hi-Latn' }, ['other_language']],
    ['whoever reads Hindi', { languages: ['hi'] }, { language: 'hi' }, []],
    ['whoever reads anything, where the language is not known', {}, { language: null }, []],
    ['nobody who would have too much', { load: 37 }, {}, ['no_capacity']],
    ['whoever is just full by it', { load: 36 }, {}, []],
    ['a lead, when it was escalated', {}, { escalationLevel: 1 }, ['no_lead']],
  ])('%s', (_who, is, of, refusals) => {
    expect(refusalsOf(person('a', is), { ...work, ...of }, nobody)).toEqual(refusals);
  });

  it('nobody who had it before it was escalated', () => {
    const lead = person('a', { mayLead: true });
    const escalated = { ...work, escalationLevel: 1 };
    expect(refusalsOf(lead, escalated, new Set(['a']))).toEqual(['held_before']);
    expect(refusalsOf(lead, work, new Set(['a']))).toEqual([]);
  });
});

describe('whose turn it is', () => {
  const early = new Date('2026-11-20T04:00:00Z');
  const late = new Date('2026-11-20T05:00:00Z');
  const people = [
    person('a', { load: 30, lastAssignedAt: early }),
    person('b', { load: 10, capacity: 12, lastAssignedAt: late }),
    person('c', { load: 20, skills: ['billing', 'app'], lastAssignedAt: late }),
    person('d', { load: 24, skills: ['billing'], lastAssignedAt: late }),
  ];

  it.each([
    ['round_robin', ['a', 'b', 'c', 'd']],
    ['least_loaded', ['c', 'd', 'a', 'b']],
    ['by_skill', ['d', 'c', 'a', 'b']],
  ] as const)('by %s', (strategy, order) => {
    expect(inOrder(strategy, people.toReversed()).map(({ id }) => id)).toEqual(order);
  });

  it('is not the one with the lowest count but the one with the most room', () => {
    const busy = person('a', { load: 4, capacity: 6 });
    const roomy = person('b', { load: 8, capacity: 40 });
    expect(chosenFor('least_loaded', [busy, roomy], work)?.id).toBe('b');
  });

  it('comes round: whoever was given one goes behind', () => {
    let desk = ['a', 'b', 'c'].map((id) => person(id));
    const turns = Array.from({ length: 6 }, (_, turn) => {
      const { id } = chosenFor('round_robin', desk, work)!;
      desk = desk.map((each) => (each.id === id ? { ...each, lastAssignedAt: new Date(turn + 1) } : each));
      return id;
    });
    expect(turns).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('is nobody’s where nobody is free', () => {
    expect(chosenFor('round_robin', [person('a', { duty: 'off_duty' })], work)).toBeNull();
  });
});

it('waits weigh half', () => {
  expect(weightOf({ severity: 'high', status: 'open' })).toBe(6);
  expect(weightOf({ severity: 'high', status: 'waiting_for_parts' })).toBe(3);
});

describe('duty', () => {
  const week: DutyHours[] = [
    { weekday: 5, fromMinute: 540, toMinute: 780 },
    { weekday: 5, fromMinute: 840, toMinute: 1440 },
  ];
  /** Friday, 20 November 2026, in India. */
  const friday = (clock: string) => new Date(`2026-11-20T${clock}:00+05:30`);
  const leave = { kind: 'leave', startsAt: friday('10:00'), endsAt: friday('11:00') } as const;
  const extra = { kind: 'extra', startsAt: friday('02:00'), endsAt: friday('12:00') } as const;

  it.each([
    ['before it begins', '08:59', 'off_duty'],
    ['as it begins', '09:00', 'on_duty'],
    ['in the break', '13:00', 'off_duty'],
    ['until midnight', '23:59', 'on_duty'],
  ])('%s', (_when, clock, state) => {
    expect(dutyAt({ isPaused: false, week, exceptions: [] }, friday(clock), zone)).toBe(state);
  });

  it('is extended by extra hours, and ended by leave and pauses', () => {
    const at = (clock: string, isPaused = false) =>
      dutyAt({ isPaused, week, exceptions: [extra, leave] }, friday(clock), zone);
    expect(at('02:00')).toBe('on_duty');
    expect(at('10:00')).toBe('on_leave');
    expect(at('11:00')).toBe('on_duty');
    expect(at('11:00', true)).toBe('paused');
    expect(at('10:30', true)).toBe('on_leave');
  });

  it('tells which hours overlap', () => {
    expect(overlapIn(week)).toBeUndefined();
    expect(overlapIn([...week, { weekday: 6, fromMinute: 540, toMinute: 780 }])).toBeUndefined();
    expect(overlapIn([...week, { weekday: 5, fromMinute: 779, toMinute: 800 }])).toBe(2);
  });
});
