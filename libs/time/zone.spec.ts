import { addDays, instantAt, localDate, minuteOfDay, weekdayOf } from './index.js';

const india = 'Asia/Kolkata';
const lateEvening = new Date('2026-11-20T19:00:00Z'); // 00:30 of the 21st in India

describe('days and clock times in a zone', () => {
  it('are those on the wall there', () => {
    expect([localDate(lateEvening, india), minuteOfDay(lateEvening, india)]).toEqual(['2026-11-21', 30]);
    expect(instantAt('2026-11-21', 30, india)).toEqual(lateEvening);
  });

  it('survive a change of the clock', () => {
    expect(instantAt('2026-03-29', 12 * 60, 'Europe/Berlin')).toEqual(new Date('2026-03-29T10:00:00Z'));
    expect(instantAt('2026-03-28', 12 * 60, 'Europe/Berlin')).toEqual(new Date('2026-03-28T11:00:00Z'));
  });

  it('count over months and weeks', () => {
    expect([addDays('2026-02-27', 2), addDays('2026-01-01', -1), weekdayOf('2026-11-22')]).toEqual([
      '2026-03-01',
      '2025-12-31',
      7,
    ]);
  });
});
