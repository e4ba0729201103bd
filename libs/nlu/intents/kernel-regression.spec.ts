import { KernelRegression } from './kernel-regression.js';

const fit = { encoder: 'some encoder', width: 2, source: 'these examples', ridge: 0.1 };
const at = (degrees: number): Float32Array => {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
};
const examples = [0, 10, 20, 90, 100, 110].map((degrees) => ({
  vector: at(degrees),
  value: degrees < 45 ? 1 : -1,
}));

describe('KernelRegression', () => {
  const model = KernelRegression.fit(examples, fit);

  it('says what the neighbours say, and little where there are none', () => {
    expect(model.predict(at(5))).toBeGreaterThan(0.7);
    expect(model.predict(at(95))).toBeLessThan(-0.7);
    expect(Math.abs(model.predict(at(235)))).toBeLessThan(0.1);
  });

  it('solves what it has to: the values of the examples, less the ridge', () => {
    const exact = KernelRegression.fit(examples, { ...fit, ridge: 1e-6, width: 20 });
    for (const { vector, value } of examples) expect(exact.predict(vector)).toBeCloseTo(value, 1);
  });

  it('is the same after it was kept', () => {
    const kept = KernelRegression.fromBytes(model.toBytes());
    expect(kept.header).toEqual({
      encoder: 'some encoder',
      dimensions: 2,
      width: 2,
      source: 'these examples',
    });
    expect(kept.predict(at(33))).toBe(model.predict(at(33)));
  });

  it('learns from nothing nothing', () => {
    expect(() => KernelRegression.fit([], fit)).toThrow(RangeError);
  });
});
