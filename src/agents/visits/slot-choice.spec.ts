import { chooseSlot } from './slot-choice.js';
import { noWish } from '../reading/time-preference.js';

const zone = 'Asia/Kolkata';
const slot = (time: string, providerId = 'one', day = '2026-11-21') => ({
  startsAt: new Date(`${day}T${time}:00+05:30`).toISOString(),
  endsAt: new Date(`${day}T${time}:00+05:30`).toISOString(),
  providerId,
  providerName: providerId,
});
const day = ['09:00', '09:30', '10:00', '11:00', '12:00', '14:00', '16:00', '18:30', '20:00'].map((time) =>
  slot(time),
);
const timesOf = (choice: ReturnType<typeof chooseSlot>): unknown =>
  'offer' in choice
    ? choice.offer.map(({ startsAt }) =>
        new Date(Date.parse(startsAt) + 5.5 * 3_600_000).toISOString().slice(11, 16),
      )
    : choice.slot.startsAt;

describe('a clock time', () => {
  it('takes the slot at that time, of the better provider', () => {
    const slots = [slot('10:00', 'better'), slot('10:00', 'worse')];
    expect(chooseSlot(slots, { ...noWish, time: '10:00' }, [], zone)).toEqual({ slot: slots[0] });
  });

  it('takes the other reading when only that one is free', () => {
    const wish = { ...noWish, time: '06:30', otherTimes: ['18:30'] };
    expect(chooseSlot(day, wish, [], zone)).toEqual({ slot: slot('18:30') });
  });

  it('means the reading nearest to what was on offer', () => {
    const wish = { ...noWish, time: '08:00', otherTimes: ['20:00'] };
    const choice = chooseSlot(day, wish, [slot('09:00'), slot('09:30')], zone);
    expect(choice).toMatchObject({ because: 'not_free', time: '08:00' });
    expect(timesOf(choice)).toContain('09:00');
  });

  it('off the half hours takes the next slot nearby, and offers neighbours otherwise', () => {
    expect(chooseSlot(day, { ...noWish, time: '10:10' }, [], zone)).toEqual({ slot: slot('10:00') });
    const choice = chooseSlot(day, { ...noWish, time: '13:00' }, [], zone);
    expect(choice).toMatchObject({ because: 'not_free', time: '13:00' });
    expect(timesOf(choice)).toEqual(['09:30', '10:00', '11:00', '12:00', '14:00', '16:00']);
  });
});

describe('a stretch of time', () => {
  it('offers what lies in it, its end excluded', () => {
    const choice = chooseSlot(day, { ...noWish, from: '10:00', to: '12:00' }, [], zone);
    expect(choice).toMatchObject({ because: 'choose' });
    expect(timesOf(choice)).toEqual(['10:00', '11:00']);
  });

  it('takes the first when any time will do', () => {
    const wish = { ...noWish, from: '12:00', to: '17:00', earliest: true };
    expect(chooseSlot(day, wish, [], zone)).toEqual({ slot: slot('12:00') });
  });

  it('offers at most six, from all over the day', () => {
    const choice = chooseSlot(day, { ...noWish, date: '2026-11-21' }, [], zone);
    expect(timesOf(choice)).toEqual(['09:00', '09:30', '11:00', '12:00', '16:00', '18:30']);
  });
});

it('offers nothing when nothing is free', () => {
  expect(chooseSlot([], { ...noWish, time: '10:00' }, [], zone)).toMatchObject({ offer: [] });
});
