import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { AdmissionGate, type GateBounds, type GatePass } from './admission-gate.js';

const gateOf = (bounds: Partial<GateBounds> = {}) =>
  new AdmissionGate({
    perCaller: () => 2,
    total: 100,
    waitingPerCaller: 100,
    waiting: 100,
    patienceMs: 1_000,
    ...bounds,
  });

/** What has become of each that asked, in the order in which it was decided. */
function asking(gate: AdmissionGate) {
  const told: string[] = [];
  const ask = (caller: string, name = caller): GatePass => {
    const pass = gate.enter(caller);
    pass.onTurn((refusal) => told.push(refusal ? `${name} ${refusal.code}` : name));
    return pass;
  };
  return { told, ask };
}

describe('a gate', () => {
  it('lets one caller begin so many at once, and the others meanwhile', async () => {
    const gate = gateOf();
    const { told, ask } = asking(gate);
    const [first] = ['a1', 'a2', 'a3', 'a4'].map((name) => ask('a', name));
    ask('b');
    expect(told).toEqual(['a1', 'a2', 'b']);
    first!.leave();
    await turn();
    expect(told).toEqual(['a1', 'a2', 'b', 'a3']);
  });

  it('gives turns by caller, newcomers first, however many of one are waiting', async () => {
    const gate = gateOf({ total: 1 });
    const { told, ask } = asking(gate);
    const all = ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'].map((name) => ask(name[0]!, name));
    const inTheirOrder = new Map(
      all.map((pass, index) => [['a1', 'a2', 'a3', 'b1', 'b2', 'c1'][index]!, pass]),
    );
    for (let done = 0; done < 5; done++) {
      inTheirOrder.get(told.at(-1)!)!.leave();
      await turn();
    }
    expect(told).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('gives the next turn to who had nothing under way or waiting', async () => {
    const gate = gateOf({ total: 1 });
    const { told, ask } = asking(gate);
    const inside = ask('a', 'a1');
    for (const name of ['b1', 'b2', 'c1', 'c2']) ask(name[0]!, name);
    inside.leave();
    await turn();
    expect(told).toEqual(['a1', 'b1']);
    ask('d');
    gate.total = 3;
    await turn();
    expect(told.slice(2)).toEqual(['c1', 'd']);
    gate.total = 100;
    await turn();
    expect(told.slice(4)).toEqual(['b2', 'c2']);
  });

  it('refuses at once what may not even wait: because of the caller, or because of all', () => {
    const gate = gateOf({ total: 1, waitingPerCaller: 2, waiting: 3 });
    const { told, ask } = asking(gate);
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2']) ask(name[0]!, name);
    expect(told).toEqual(['a1', 'a4 TOO_MANY_AT_ONCE', 'b2 OVERLOADED']);
  });

  it('does not count those who were refused, nor those who have gone', async () => {
    const gate = gateOf({ total: 1, waitingPerCaller: 1 });
    const { told, ask } = asking(gate);
    const [inside, waits, refused] = ['a1', 'a2', 'a3'].map((name) => ask('a', name));
    refused!.leave();
    waits!.leave();
    waits!.leave();
    expect([gate.underWay, gate.waitingCount]).toEqual([1, 0]);
    inside!.leave();
    inside!.leave();
    ask('b');
    await turn();
    expect(told).toEqual(['a1', 'a3 TOO_MANY_AT_ONCE', 'b']);
    expect(gate.underWay).toBe(1);
  });

  it('begins at once what a higher bound leaves room for', async () => {
    const gate = gateOf({ total: 1 });
    const { told, ask } = asking(gate);
    for (const name of ['a', 'b', 'c']) ask(name);
    gate.total = 2;
    await turn();
    expect(told).toEqual(['a', 'b']);
  });

  it('lets only newcomers begin while it is held, and afterwards all whose turn it is', async () => {
    const gate = gateOf();
    const { told, ask } = asking(gate);
    const first = ask('a', 'a1');
    gate.held = true;
    const [, second] = ['a2', 'b1', 'b2'].map((name) => ask(name[0]!, name));
    expect(told).toEqual(['a1', 'b1']);
    first.leave();
    second!.leave();
    await turn();
    expect(told).toEqual(['a1', 'b1']);
    gate.held = false;
    await turn();
    expect(told).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  it('begins what waited in the context in which it was asked for', async () => {
    const storage = new AsyncLocalStorage<string>();
    const gate = gateOf({ total: 1 });
    const inside = gate.enter('a');
    const seen = storage.run('of b', () => gate.run('b', async () => storage.getStore()));
    storage.run('of a', () => inside.leave());
    expect(await seen).toBe('of b');
  });

  it('gives the turn on when the work fails', async () => {
    const gate = gateOf({ total: 1 });
    const failing = gate.run('a', () => Promise.reject(new Error('no')));
    const next = gate.run('b', async () => 'done');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('done');
    expect(gate.underWay).toBe(0);
  });
});

describe('patience', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('ends: because of the caller who has as many under way as may be, or because of all', async () => {
    const gate = gateOf({ total: 3 });
    const { told, ask } = asking(gate);
    for (const name of ['a1', 'a2', 'a3', 'b1', 'b2']) ask(name[0]!, name);
    await vi.advanceTimersByTimeAsync(900);
    expect(told).toEqual(['a1', 'a2', 'b1']);
    await vi.advanceTimersByTimeAsync(200);
    expect(told.slice(3)).toEqual(['a3 TOO_MANY_AT_ONCE', 'b2 OVERLOADED']);
    expect(gate.waitingCount).toBe(0);
  });

  it('may become shorter for those who wait', async () => {
    const gate = gateOf({ total: 1 });
    const { told, ask } = asking(gate);
    for (const name of ['a', 'b']) ask(name);
    await vi.advanceTimersByTimeAsync(300);
    gate.patienceMs = 250;
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toEqual(['a', 'b OVERLOADED']);
  });
});
