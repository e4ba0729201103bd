import { DomainError } from '#libs/errors';

export class McpNameTaken extends DomainError {
  constructor(name: string) {
    super('MCP_NAME_TAKEN', 'conflict', `Tools are named behind ${name} already. Take another name.`, {
      name,
    });
  }
}

export class TooManyMcpServers extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_MCP_SERVERS', 'conflict', `At most ${atMost} servers can be kept. Delete one first.`, {
      atMost,
    });
  }
}

export class McpAddressRefused extends DomainError {
  /** @param reason a code */
  constructor(reason: string, why: string) {
    super('MCP_ADDRESS_REFUSED', 'unprocessable', `No server can be reached at this address. ${why}`, {
      reason,
    });
  }
}

export class McpCommandUnknown extends DomainError {
  constructor(commands: readonly string[]) {
    super(
      'MCP_COMMAND_UNKNOWN',
      'unprocessable',
      'Only commands that MCP_STDIO_COMMANDS names are started.',
      { commands },
    );
  }
}

export class McpServerDisabled extends DomainError {
  constructor() {
    super('MCP_SERVER_DISABLED', 'conflict', 'The server is switched off. Enable it first.');
  }
}

/** The server was asked, and nothing came of it. */
export class McpServerFailed extends DomainError {
  /** @param reason a code */
  constructor(reason: string, why: string) {
    super('MCP_SERVER_FAILED', 'unavailable', `The foreign server could not be used. ${why}`, { reason });
  }
}

export class McpServerBusy extends DomainError {
  constructor() {
    super('MCP_SERVER_BUSY', 'unavailable', 'Too many calls of the foreign server are under way. Try again.');
  }
}

export class McpToolHashStale extends DomainError {
  constructor(hash: string) {
    super(
      'MCP_TOOL_HASH_STALE',
      'conflict',
      'The server describes the tool in another way than when it was read. Read it again.',
      { hash },
    );
  }
}

export class McpToolUnfit extends DomainError {
  constructor(why: string) {
    super('MCP_TOOL_UNFIT', 'unprocessable', `The tool cannot be approved. ${why}`);
  }
}

/** Met at a call: the server tells of it in other words than were approved. */
export class McpToolChanged extends DomainError {
  constructor() {
    super(
      'MCP_TOOL_CHANGED',
      'conflict',
      'The server describes this tool in another way than was approved. Nothing was sent. Staff have to approve it again.',
    );
  }
}

/** The foreign tool was called, and says that it failed. */
export class McpToolFailed extends DomainError {
  /** @param answer what the server says, marked as untrusted */
  constructor(answer: Record<string, unknown>) {
    super('MCP_TOOL_FAILED', 'unprocessable', 'The foreign tool says that it failed.', answer);
  }
}

export class McpCallNotRepeated extends DomainError {
  constructor(isAnswered: boolean) {
    super(
      'MCP_CALL_NOT_REPEATED',
      'conflict',
      isAnswered
        ? 'This was done under the same confirmation already.'
        : 'This was sent under the same confirmation already, and it is not known whether it was done. Look before you confirm it anew.',
      { isAnswered },
    );
  }
}
