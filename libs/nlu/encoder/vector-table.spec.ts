import { VectorTable } from './vector-table.js';

const vectors = new Map([
  ['a tap', Float32Array.of(0.6, 0.8, 0)],
  ['a fan', Float32Array.of(0, -0.28, 0.96)],
]);

describe('VectorTable', () => {
  const table = VectorTable.read(VectorTable.of('some encoder', 3, vectors).bytes());

  it('gives back the vectors of its texts, a little rounded, and of no other', () => {
    for (const [text, vector] of vectors) {
      const kept = table.get(text)!;
      kept.forEach((value, at) => expect(Math.abs(value - vector[at]!)).toBeLessThan(0.005));
      expect(Math.hypot(...kept)).toBeCloseTo(1, 6);
    }
    expect(table.get('a tap ')).toBeUndefined();
    expect([table.size, table.encoder]).toEqual([2, 'some encoder']);
  });

  it('is the same file whatever the order, also when made again of what it holds', () => {
    const backwards = VectorTable.of('some encoder', 3, new Map([...vectors].toReversed()));
    expect(backwards.bytes()).toEqual(table.bytes());
    const again = new Map([...vectors.keys()].map((text) => [text, table.get(text)!]));
    expect(VectorTable.of('some encoder', 3, again).bytes()).toEqual(table.bytes());
  });

  it('takes more texts, and leaves itself as it is', () => {
    const more = table.plus(new Map([['a bulb', Float32Array.of(1, 0, 0)]]));
    const kept = VectorTable.read(more.bytes());
    expect([...kept.get('a bulb')!].map(Math.round)).toEqual([1, 0, 0]);
    expect(kept.get('a tap')).toEqual(table.get('a tap'));
    expect([kept.size, kept.encoder, table.size]).toEqual([3, 'some encoder', 2]);
    expect(table.plus(new Map()).bytes()).toEqual(table.bytes());
  });

  it('refuses bytes of something else', () => {
    expect(() => VectorTable.read(new TextEncoder().encode('no vectors at all'))).toThrow(SyntaxError);
  });
});
