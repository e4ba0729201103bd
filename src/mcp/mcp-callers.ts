import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { CallersService } from '../api-keys/callers.service.js';
import { GrantCallersService } from '../oauth/grants/grant-callers.service.js';

/** Somebody who was let in before, on a stream that outlives their request. */
@Injectable()
export class McpCallers {
  constructor(
    private readonly callers: CallersService,
    private readonly grants: GrantCallersService,
  ) {}

  /** With what they may do now; null when they would not be let in any more. */
  again(actor: Actor): Promise<Actor | null> {
    return actor.grantId === undefined ? this.callers.again(actor) : this.grants.again(actor, 'mcp');
  }
}
