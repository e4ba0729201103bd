import { NearestLabels } from './nearest-labels.js';

const at = (degrees: number): Float32Array => {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
};
const east = [0, 2, 4, 90].map((degrees) => ({ label: 'east', vector: at(degrees) }));
const north = [86].map((degrees) => ({ label: 'north', vector: at(degrees) }));

describe('NearestLabels', () => {
  it('is as close as the closest three, or as all that there are', () => {
    const closeness = new NearestLabels([...east, ...north]).closeness(at(2));
    expect(closeness.get('east')).toBeCloseTo((1 + 2 * Math.cos((2 * Math.PI) / 180)) / 3);
    expect(closeness.get('north')).toBeCloseTo(Math.cos((84 * Math.PI) / 180));
  });

  it('does not take one that happens to be near for the label', () => {
    const closeness = new NearestLabels([...east, ...north]).closeness(at(88));
    expect(closeness.get('north')).toBeGreaterThan(closeness.get('east')!);
  });

  it('needs something to be near', () => {
    expect(() => new NearestLabels([])).toThrow(RangeError);
  });
});
