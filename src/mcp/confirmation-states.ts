// What a client carries from our question to the answer of its person (`requestState`). Sealed: it can neither be read nor made by anybody else,
// and is of use only to the caller whom it was given to.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { canonicalJson } from '#libs/json';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { actorOf, ownerName } from './mcp-caller.js';

const purpose = 'mcp-request-state';

const confirmationState = z.strictObject({
  proposal: z.uuid(),
  tool: z.string(),
  digest: z.string(),
  /** Milliseconds. */
  expiresAt: z.number(),
});
export type ConfirmationState = z.infer<typeof confirmationState>;

@Injectable()
export class ConfirmationStates {
  constructor(
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  seal(actor: Actor, state: object): string {
    return this.secrets.seal(purpose, JSON.stringify(state), ownerName(actor)).toString('base64url');
  }

  /** For the SDK, before a handler runs. @throws whatever it is that is wrong: the client learns only that it is */
  open(text: string, context: ServerContext): unknown {
    const actor = actorOf(context);
    const sealed = Buffer.from(text.slice(0, 10_000), 'base64url');
    return JSON.parse(this.secrets.open(purpose, sealed, ownerName(actor)).toString());
  }

  /** Undefined where the request carries none, or it is over. */
  read(context: ServerContext): ConfirmationState | undefined {
    const state = confirmationState.safeParse(context.mcpReq.requestState());
    if (!state.success || state.data.expiresAt <= this.clock.now().getTime()) return undefined;
    return state.data;
  }

  digestOf(args: object): string {
    return createHash('sha256').update(canonicalJson(args)).digest('base64url');
  }
}
