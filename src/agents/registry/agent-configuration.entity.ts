// How an agent is set at the moment, and every setting that it ever had. An agent without a row is on, with the defaults of its declaration.
import { createHash } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { AgentAlwaysOn, NothingToRollBack } from './registry.errors.js';

/** Number of what the declaration says by itself; the versions that staff make begin with 1. */
export const declaredVersion = 0;

const AgentConfigurationSchema = defineEntity({
  name: 'AgentConfiguration',
  tableName: 'agent_configurations',
  checks: [
    {
      name: 'agent_configurations_share_check',
      expression: 'candidate_percent >= 1 and candidate_percent <= 99',
    },
    {
      name: 'agent_configurations_candidate_check',
      expression: '(candidate_version is null) = (candidate_percent is null)',
    },
  ],
  properties: {
    agent: p.string().length(40).primary(),
    isEnabled: p.boolean().default(true),
    /** Why it was switched off or on, in the words of whoever did it. */
    reason: p.string().length(300).default(''),
    liveVersion: p.integer().default(declaredVersion),
    /** What was live before, for going back. */
    earlierVersion: p.integer().nullable(),
    /** Tried beside the live one, by some of the conversations. */
    candidateVersion: p.integer().nullable(),
    /** Of the conversations; whole numbers. */
    candidatePercent: p.smallint().nullable(),
    /** For If-Match. */
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class AgentConfiguration extends AgentConfigurationSchema.class {
  /** @throws AgentAlwaysOn */
  toggle(isEnabled: boolean, reason: string, mayBeOff: boolean): void {
    if (!isEnabled && !mayBeOff) throw new AgentAlwaysOn(this.agent);
    Object.assign(this, { isEnabled, reason });
  }

  /** @param percent of the conversations; 100 makes it the live one, and ends what is being tried */
  publish(number: number, percent: number): void {
    if (percent < 100) {
      Object.assign(this, { candidateVersion: number, candidatePercent: percent });
      return;
    }
    if (number !== this.liveVersion) this.earlierVersion = this.liveVersion;
    this.liveVersion = number;
    this.dropCandidate();
  }

  /** Ends what is being tried, or else goes back to what was live before. @throws NothingToRollBack */
  rollBack(): void {
    if (this.candidateVersion != null) return this.dropCandidate();
    if (this.earlierVersion == null) throw new NothingToRollBack(this.agent);
    Object.assign(this, { liveVersion: this.earlierVersion, earlierVersion: null });
  }

  /** Which version a conversation has: for good the same one, until another is published. A higher share takes the candidate from nobody. */
  versionFor(conversationId: string): number {
    const { candidateVersion, candidatePercent } = this;
    if (candidateVersion == null || candidatePercent == null) return this.liveVersion;
    const digest = createHash('sha256')
      .update(`${this.agent}:${candidateVersion}:${conversationId}`)
      .digest();
    return (digest.readUInt32BE() / 2 ** 32) * 100 < candidatePercent ? candidateVersion : this.liveVersion;
  }

  private dropCandidate(): void {
    Object.assign(this, { candidateVersion: null, candidatePercent: null });
  }
}
AgentConfigurationSchema.setClass(AgentConfiguration);

const AgentVersionSchema = defineEntity({
  name: 'AgentVersion',
  tableName: 'agent_versions',
  uniques: [{ name: 'agent_versions_number_unique', properties: ['agent', 'number'] }],
  checks: [{ name: 'agent_versions_number_check', expression: 'number >= 1' }],
  properties: {
    id: idColumn(),
    agent: p.string().length(40),
    number: p.integer(),
    /** Of the schema that the agent declares; never changed. */
    settings: p.json().$type<Record<string, unknown>>(),
    /** What it is for. */
    note: p.string().length(300),
    ...timestampColumns(),
  },
});
export class AgentVersion extends AgentVersionSchema.class {}
AgentVersionSchema.setClass(AgentVersion);
