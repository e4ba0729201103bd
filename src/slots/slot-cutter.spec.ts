import { cutSlots, nearestSlots, type BusyTime, type WorkingWindow } from './slot-cutter.js';

const at = (clock: string) => new Date(`2026-11-21T${clock}:00Z`);
const window = (from: string, to: string, providerId = 'a', ratingAverage = 4): WorkingWindow => ({
  providerId,
  name: providerId,
  ratingAverage,
  from: at(from),
  to: at(to),
});
const busy = (from: string, to: string, providerId = 'a'): BusyTime => ({
  providerId,
  from: at(from),
  to: at(to),
});
const visitOf = (durationMinutes: number, bufferBeforeMinutes = 0, bufferAfterMinutes = 0) => ({
  durationMinutes,
  bufferBeforeMinutes,
  bufferAfterMinutes,
});
const cut = (windows: WorkingWindow[], taken: BusyTime[] = [], minutes = 60, from = '00:00', to = '23:30') =>
  cutSlots(windows, taken, visitOf(minutes), at(from), at(to)).map((slot) =>
    slot.startsAt.toISOString().slice(11, 16),
  );

describe('cutSlots', () => {
  it('starts on half hours and ends with the window', () => {
    expect(cut([window('09:10', '11:00')])).toEqual(['09:30', '10:00']);
  });

  it('leaves out what overlaps a visit, with the way to and from it', () => {
    // A visit from 10:00 to 11:00, half an hour away.
    expect(cut([window('08:00', '13:00')], [busy('09:30', '11:30')])).toEqual([
      '08:00',
      '08:30',
      '11:30',
      '12:00',
    ]);
  });

  it('keeps the buffers of the service clear of other visits, and lets them reach out of the window', () => {
    const slots = cutSlots(
      [window('08:00', '13:00')],
      [busy('09:30', '10:30')],
      visitOf(60, 30, 60),
      at('00:00'),
      at('23:00'),
    );
    // 08:00 would be cleared away at 10:00 only; 11:00 is set up from 10:30 on, and 12:00 is cleared away after the window.
    expect(slots.map((slot) => slot.startsAt.toISOString().slice(11, 16))).toEqual([
      '11:00',
      '11:30',
      '12:00',
    ]);
  });

  it("is not bothered by another provider's visits", () => {
    expect(cut([window('09:00', '10:30')], [busy('09:00', '10:30', 'b')])).toEqual(['09:00', '09:30']);
  });

  it('keeps within the bounds, both inclusive', () => {
    expect(cut([window('09:00', '18:00')], [], 60, '10:00', '11:00')).toEqual(['10:00', '10:30', '11:00']);
  });

  it('has no slot in a window that is too short', () => {
    expect(cut([window('09:00', '09:45')])).toEqual([]);
  });

  it('puts the better provider first at the same start', () => {
    const slots = cutSlots(
      [window('09:00', '10:00', 'a', 3), window('09:00', '10:00', 'b', 5)],
      [],
      visitOf(60),
      at('00:00'),
      at('23:00'),
    );
    expect(slots.map((slot) => slot.providerId)).toEqual(['b', 'a']);
  });
});

describe('nearest', () => {
  it('takes one slot of each start, around the wanted time, in order', () => {
    const slots = cutSlots(
      [window('09:00', '14:00'), window('09:00', '14:00', 'b', 5)],
      [],
      visitOf(60),
      at('00:00'),
      at('23:00'),
    );
    const found = nearestSlots(slots, at('11:00'), 3);
    expect(found.map((slot) => slot.startsAt.toISOString().slice(11, 16))).toEqual([
      '10:30',
      '11:00',
      '11:30',
    ]);
    expect(new Set(found.map((slot) => slot.providerId))).toEqual(new Set(['b']));
  });
});
