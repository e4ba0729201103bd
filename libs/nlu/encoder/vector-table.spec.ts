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

  it('refuses bytes of something else', () => {
    expect(() => VectorTable.read(new TextEncoder().encode('no vectors at all'))).toThrow(SyntaxError);
  });
});
