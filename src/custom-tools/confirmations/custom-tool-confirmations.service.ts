// At most one effect comes of one yes. Other servers may or may not know an `Idempotency-Key`, so it is noted here before they are called.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#libs/errors';
import { violatesConstraint } from '#libs/orm';
import { ToolCalledAlready } from '../custom-tools.errors.js';
import { CustomToolConfirmation, type confirmationStates } from './custom-tool-confirmation.entity.js';

/** After these nothing has happened elsewhere: the same yes may be used again. */
const undone: ReadonlySet<string> = new Set([
  'TOOL_HOST_NOT_ALLOWED',
  'TOOL_SECRET_UNUSABLE',
  'TOOL_VALUE_REFUSED',
  'TOOL_SERVER_REFUSED',
  'TOOL_BUSY',
]);
/** The same of reasons of TOOL_SERVER_FAILED: it was not reached, or has said that it does not want to. */
const unreached: ReadonlySet<unknown> = new Set([
  'URL_REFUSED',
  'ADDRESS_REFUSED',
  'NAME_NOT_RESOLVED',
  'CONNECT_FAILED',
  'TLS_FAILED',
  '429',
]);

@Injectable()
export class CustomToolConfirmations {
  constructor(private readonly em: EntityManager) {}

  /**
   * Not to be called in a transaction: what it notes must be there whatever becomes of the caller.
   * @throws ToolCalledAlready, and what `work` throws
   */
  async once<Result>(tool: string, confirmation: string, work: () => Promise<Result>): Promise<Result> {
    const key = keyOf(tool, confirmation);
    await this.begin(tool, key);
    try {
      const result = await work();
      await this.note(key, 'done');
      return result;
    } catch (error) {
      if (isUndone(error)) await this.em.nativeDelete(CustomToolConfirmation, { key, state: 'begun' });
      else await this.note(key, 'unknown');
      throw error;
    }
  }

  private async begin(tool: string, key: string): Promise<void> {
    try {
      await this.em.insert(CustomToolConfirmation, { key, tool });
    } catch (error) {
      if (!violatesConstraint(error, 'custom_tool_confirmations_pkey')) throw error;
      const known = await this.em.findOne(CustomToolConfirmation, { key }, { disableIdentityMap: true });
      throw new ToolCalledAlready(tool, known?.state ?? 'begun');
    }
  }

  private async note(key: string, state: (typeof confirmationStates)[number]): Promise<void> {
    await this.em.nativeUpdate(CustomToolConfirmation, { key, state: 'begun' }, { state });
  }
}

/** The same for the same yes, and tells nobody what it was made of. */
export function keyOf(tool: string, confirmation: string): string {
  return createHash('sha256').update(`${tool}\n${confirmation}`).digest('hex');
}

function isUndone(error: unknown): boolean {
  return error instanceof DomainError && (undone.has(error.code) || unreached.has(error.data.reason));
}
