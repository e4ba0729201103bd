import { addDays, hourMs, instantAt, localDate, minuteOfDay, offsetSpans, weekdayOf } from './index.js';

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

describe('time cut where clocks are changed', () => {
  const cut = (zone: string, from: string, to: string) =>
    offsetSpans(zone, Date.parse(from), Date.parse(to)).map(({ offsetMs, ...span }) => [
      new Date(span.from).toISOString(),
      new Date(span.to).toISOString(),
      offsetMs / hourMs,
    ]);

  it('changes twice a year in Berlin, at one in the morning of UTC', () => {
    expect(cut('Europe/Berlin', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      ['2026-01-01T00:00:00.000Z', '2026-03-29T01:00:00.000Z', 1],
      ['2026-03-29T01:00:00.000Z', '2026-10-25T01:00:00.000Z', 2],
      ['2026-10-25T01:00:00.000Z', '2027-01-01T00:00:00.000Z', 1],
    ]);
  });

  it('is one piece in India, and none where nothing is asked', () => {
    expect(cut(india, '2024-02-28T00:00:00Z', '2026-03-01T00:00:00Z')).toHaveLength(1);
    expect(cut(india, '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z')).toEqual([]);
  });

  it('begins anew where it is cut at the very change', () => {
    expect(cut('Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-30T00:00:00Z')).toEqual([
      ['2026-03-29T01:00:00.000Z', '2026-03-30T00:00:00.000Z', 2],
    ]);
  });
});
