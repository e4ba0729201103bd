import { ConnectionBurst } from './connection-burst.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const told: boolean[] = [];
  const burst = new ConnectionBurst((isOn) => told.push(isOn));
  const arrive = async (count: number, apartMs: number): Promise<void> => {
    for (let arrived = 0; arrived < count; arrived++) {
      burst.note();
      await vi.advanceTimersByTimeAsync(apartMs);
    }
  };
  return { told, burst, arrive };
}

it('begins with many connections in a row, and ends with the last', async () => {
  const { told, arrive } = watched();
  await arrive(15, 1);
  expect(told).toEqual([]);
  await arrive(1, 1);
  expect(told).toEqual([true]);
  await arrive(50, 1);
  expect(told).toEqual([true]);
  await vi.advanceTimersByTimeAsync(5);
  expect(told).toEqual([true, false]);
});

it('is none, however many connections come one after the other', async () => {
  const { told, arrive } = watched();
  await arrive(200, 4);
  expect(told).toEqual([]);
});

it('goes on where a turn of the event loop took longer than the pause and the next has brought another', async () => {
  const { told, burst, arrive } = watched();
  await arrive(16, 0);
  // The timer is due, and the connection that was waiting is taken up behind it.
  vi.advanceTimersToNextTimer();
  burst.note();
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toEqual([true]);
  await vi.advanceTimersByTimeAsync(5);
  expect(told).toEqual([true, false]);
});

it('does not last for ever, nor begin at once again', async () => {
  const { told, arrive } = watched();
  await arrive(16 + 210, 1);
  expect(told).toEqual([true, false]);
  await arrive(150, 1);
  expect(told).toEqual([true, false]);
  await arrive(60, 1);
  expect(told).toEqual([true, false, true]);
});
