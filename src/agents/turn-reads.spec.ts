import { TurnReads } from './agent-tools.js';

const answers = (...outputs: unknown[]) => {
  let count = 0;
  return async () => ({ ok: true as const, output: outputs[count++] });
};
const refused = {
  ok: false as const,
  refusal: { code: 'FAILED', kind: 'unavailable', detail: '', data: {} },
};

it('asks the same once in a turn, also side by side, and another question anew', async () => {
  const reads = new TurnReads();
  const execute = answers('first', 'second');
  const ask = (open: boolean) => reads.read('bookings.list', { open }, execute);
  expect(await Promise.all([ask(true), ask(true)])).toMatchObject([{ output: 'first' }, { output: 'first' }]);
  expect(await ask(false)).toMatchObject({ output: 'second' });
});

it('asks again after a write, whatever came of it', async () => {
  const reads = new TurnReads();
  const execute = answers('before', 'after');
  await reads.read('bookings.find_slots', {}, execute);
  await reads.written(async () => refused);
  expect(await reads.read('bookings.find_slots', {}, execute)).toMatchObject({ output: 'after' });
});

it('asks again for what was refused', async () => {
  const reads = new TurnReads();
  await reads.read('bookings.list', {}, async () => refused);
  expect(await reads.read('bookings.list', {}, answers('now'))).toMatchObject({ output: 'now' });
});
