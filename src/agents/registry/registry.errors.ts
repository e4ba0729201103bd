import { DomainError } from '#libs/errors';

export class AgentAlwaysOn extends DomainError {
  constructor(agent: string) {
    super('AGENT_ALWAYS_ON', 'conflict', `The agent ${agent} cannot be switched off.`, { agent });
  }
}

export class AgentWithoutSettings extends DomainError {
  constructor(agent: string) {
    super('AGENT_WITHOUT_SETTINGS', 'conflict', `The agent ${agent} has nothing to be set.`, { agent });
  }
}

export class AgentSettingsInvalid extends DomainError {
  constructor(agent: string, issues: readonly { path: string; message: string }[]) {
    super('AGENT_SETTINGS_INVALID', 'unprocessable', `The agent ${agent} does not take these settings.`, {
      issues,
    });
  }
}

export class TooManyAgentVersions extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_AGENT_VERSIONS', 'conflict', `An agent has at most ${atMost} versions.`, { atMost });
  }
}

export class NothingToRollBack extends DomainError {
  constructor(agent: string) {
    super('NOTHING_TO_ROLL_BACK', 'conflict', `The agent ${agent} had no other version before.`, { agent });
  }
}
