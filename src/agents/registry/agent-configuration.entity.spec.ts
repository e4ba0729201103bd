import { randomUUID } from 'node:crypto';
import { AgentConfiguration } from './agent-configuration.entity.js';

const configured = (changes: object = {}): AgentConfiguration =>
  Object.assign(Object.create(AgentConfiguration.prototype) as AgentConfiguration, {
    ...{ agent: 'booking', isEnabled: true, liveVersion: 1, earlierVersion: null },
    ...{ candidateVersion: null, candidatePercent: null, ...changes },
  });

it('tries a version on its share of the conversations, and a higher share takes it from nobody', () => {
  const configuration = configured();
  const conversations = Array.from({ length: 2_000 }, () => randomUUID());
  configuration.publish(2, 20);
  const first = conversations.filter((id) => configuration.versionFor(id) === 2);
  expect(first.length / conversations.length).toBeGreaterThan(0.15);
  expect(first.length / conversations.length).toBeLessThan(0.25);
  configuration.publish(2, 60);
  expect(first.every((id) => configuration.versionFor(id) === 2)).toBe(true);
});

it('makes a version the live one for all, and goes back: first from the trial, then to what was live before', () => {
  const configuration = configured();
  configuration.publish(2, 100);
  configuration.publish(3, 10);
  configuration.rollBack();
  expect(configuration).toMatchObject({ liveVersion: 2, candidateVersion: null, candidatePercent: null });
  configuration.rollBack();
  expect(configuration).toMatchObject({ liveVersion: 1, earlierVersion: null });
  expect(() => configuration.rollBack()).toThrow('had no other version before');
});

it('publishing what is live already forgets nothing of what was before', () => {
  const configuration = configured({ liveVersion: 2, earlierVersion: 1 });
  configuration.publish(2, 100);
  expect(configuration.earlierVersion).toBe(1);
});
