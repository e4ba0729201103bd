const staffId = '019d45d2-5d40-7ebb-95d6-e8f90a1b2c3d';
const week = [
  { weekday: 1, fromMinute: 540, toMinute: 780 },
  { weekday: 1, fromMinute: 840, toMinute: 1080 },
];
const skills = ['quality', 'damage'];
const languages = ['en', 'hi'];
const lastAssignedAt = new Date('2026-11-21T12:30:00Z');

/** By name in the API document. */
export const assignmentExamples = {
  AssignComplaint: { strategy: 'least_loaded' },
  ComplaintAssignees: {
    strategy: 'least_loaded',
    weight: 4,
    items: [
      {
        staffId,
        name: 'Meera Krishnan',
        isSuitable: false,
        refusals: ['off_duty'],
        duty: 'off_duty',
        skills,
        languages,
        load: 14,
        capacity: 40,
        lastAssignedAt,
      },
    ],
  },
  SetAutomaticAssignment: { strategy: 'least_loaded' },
  AutomaticAssignment: { strategy: 'least_loaded', updatedAt: lastAssignedAt, version: 1 },
  SetDeskProfile: { skills, languages, capacity: 40, week, isPaused: false },
  DeskProfile: {
    id: staffId,
    name: 'Meera Krishnan',
    role: 'ops_agent',
    skills,
    languages,
    capacity: 40,
    week,
    isPaused: false,
    duty: 'on_duty',
    load: 14,
    lastAssignedAt,
    createdAt: lastAssignedAt,
    version: 2,
  },
  PauseDesk: { isPaused: true },
  AddDutyException: {
    kind: 'leave',
    startsAt: '2026-12-01T00:00:00+05:30',
    endsAt: '2026-12-04T00:00:00+05:30',
    handsOn: true,
  },
  DutyException: {
    id: '019d45d3-5d40-7ebb-95d6-e8f90a1b2c3d',
    staffId,
    kind: 'leave',
    startsAt: new Date('2026-11-30T18:30:00Z'),
    endsAt: new Date('2026-12-03T18:30:00Z'),
    handsOn: true,
    handedOnAt: null,
  },
};
