import { assert, integer, property, string } from 'fast-check';
import { anonymousActor, onBehalfOf, systemActor, type Actor } from '../access/actor.js';
import { FeatureFlag, type FlagEnvironment } from './feature-flag.entity.js';

const flag = (conditions: Partial<FeatureFlag> = {}): FeatureFlag =>
  Object.assign(new FeatureFlag(), {
    key: 'discounts',
    enabled: true,
    environments: [],
    roles: [],
    percentage: 100,
    ...conditions,
  });
const customer = (id = 'c1'): Actor => ({ kind: 'customer', id, permissions: new Set() });
const staff = (role: string): Actor => ({ kind: 'staff', id: 's1', role, permissions: new Set() });
const isOn = (conditions: Partial<FeatureFlag>, actor = customer(), environment: FlagEnvironment = 'test') =>
  flag(conditions).isOn(actor, environment);

describe('a flag', () => {
  it('is on for all when it has no conditions, and off for all when it is not enabled', () => {
    const all = [customer(), staff('viewer'), anonymousActor, systemActor('reports')];
    expect(all.map((actor) => isOn({}, actor))).toEqual([true, true, true, true]);
    expect(all.map((actor) => isOn({ enabled: false }, actor))).toEqual([false, false, false, false]);
  });

  it('may be for some environments', () => {
    const environments: FlagEnvironment[] = ['development', 'test'];
    expect([isOn({ environments }), isOn({ environments }, customer(), 'production')]).toEqual([true, false]);
  });

  it('may be for some roles; an agent has that of its customer', () => {
    const among = (...roles: string[]) =>
      [customer(), onBehalfOf(customer(), 'booking'), staff('admin'), staff('viewer'), anonymousActor].map(
        (actor) => isOn({ roles }, actor),
      );
    expect(among('customer')).toEqual([true, true, false, false, false]);
    expect(among('admin')).toEqual([false, false, true, false, false]);
    expect(among('admin', 'customer')).toEqual([true, true, true, false, false]);
  });

  it('needs all of its conditions', () => {
    expect(isOn({ roles: ['customer'], environments: ['production'] })).toBe(false);
    expect(isOn({ roles: ['customer'], percentage: 0 })).toBe(false);
  });
});

describe('a percentage', () => {
  const people = Array.from({ length: 10_000 }, (_, number) => `person-${number}`);
  const holders = (key: string, percentage: number) =>
    people.filter((id) => isOn({ key, percentage }, customer(id)));

  it.each([1, 10, 50, 90, 99])('of %i reaches about as many', (percentage) => {
    // Three standard deviations of so many draws are 1.5 %.
    expect(Math.abs(holders('discounts', percentage).length / 100 - percentage)).toBeLessThan(1.5);
  });

  it('reaches other people with another flag', () => {
    const [some, others] = [holders('discounts', 50), new Set(holders('reminders', 50))];
    const both = some.filter((id) => others.has(id)).length;
    expect(Math.abs(both / 100 - 25)).toBeLessThan(1.5);
  });

  it('that is raised takes the flag from nobody, at 0 reaches nobody and at 100 everybody', () => {
    const percent = integer({ min: 0, max: 100 });
    assert(
      property(string(), string(), percent, percent, (key, id, one, other) => {
        const on = (percentage: number) => isOn({ key, percentage }, customer(id));
        const [lower, higher] = [Math.min(one, other), Math.max(one, other)];
        expect([!on(lower) || on(higher), on(0), on(100)]).toEqual([true, false, true]);
      }),
    );
  });

  it('reaches the anonymous, who cannot be told apart, only when it reaches all', () => {
    expect([0, 50, 99, 100].map((percentage) => isOn({ percentage }, anonymousActor))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('treats an agent like the customer it acts for', () => {
    const differing = people
      .slice(0, 100)
      .map((id) => [
        isOn({ percentage: 50 }, customer(id)),
        isOn({ percentage: 50 }, onBehalfOf(customer(id), 'booking')),
      ])
      .filter(([own, agent]) => own !== agent);
    expect(differing).toEqual([]);
  });
});
