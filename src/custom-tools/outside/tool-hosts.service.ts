import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { lockFor } from '#libs/orm';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { Settings } from '../../config/settings.js';
import { ToolHostExists, TooManyToolHosts } from '../custom-tools.errors.js';
import type { CreateToolHost } from './outside.schemas.js';
import { ToolHost } from './tool-host.entity.js';

const atMost = 100;

/** The servers that tools may call: those of the settings, and those that staff have added. */
@Injectable()
export class ToolHosts {
  private readonly ofSettings: ReadonlySet<string>;

  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
    settings: Settings,
  ) {
    this.ofSettings = new Set(
      settings.CUSTOM_TOOL_HOSTS.split(',')
        .filter(Boolean)
        .map((host) => host.trim()),
    );
  }

  /** Asked at each call: what is taken away is closed at once. @param host with its port, unless that is the one of the scheme */
  async allows(host: string): Promise<boolean> {
    return this.ofSettings.has(host) || (await this.em.count(ToolHost, { host })) > 0;
  }

  /** By name, those of the settings first. */
  async list(_actor: Actor) {
    const added = await this.em.find(ToolHost, {}, { orderBy: { host: 'asc' } });
    const given = [...this.ofSettings].sort().map((host) => ({ ...unknown, host, isOfSettings: true }));
    return [...given, ...added.map(shown).filter(({ host }) => !this.ofSettings.has(host))];
  }

  /** @throws NotFound */
  async get(actor: Actor, host: string) {
    const found = (await this.list(actor)).find((each) => each.host === host);
    if (!found) throw new NotFound('Tool host', host);
    return found;
  }

  /** @throws ToolHostExists, TooManyToolHosts */
  create(actor: Actor, input: CreateToolHost) {
    return this.em.transactional(async (em) => {
      // One at a time, so that both refusals are exact.
      await lockFor(em, 'custom-tools.hosts');
      const isThere = this.ofSettings.has(input.host) || (await em.count(ToolHost, { host: input.host })) > 0;
      if (isThere) throw new ToolHostExists(input.host);
      if ((await em.count(ToolHost)) >= atMost) throw new TooManyToolHosts(atMost);
      const host = em.create(ToolHost, { ...input, createdBy: actor.id });
      await this.record(actor, 'allowed', input.host, { after: { note: input.note } });
      await em.flush();
      return shown(host);
    });
  }

  /** Tools that call it are refused from the next call on. @throws NotFound */
  remove(actor: Actor, host: string): Promise<void> {
    return this.em.transactional(async (em) => {
      const found = await em.findOne(ToolHost, { host });
      if (!found) throw new NotFound('Tool host', host);
      await this.record(actor, 'disallowed', host, { before: { note: found.note } });
      em.remove(found);
    });
  }

  private record(actor: Actor, what: string, host: string, change: object): Promise<void> {
    return this.audit.record(actor, {
      action: `tool_host.${what}`,
      object: { type: 'tool_host', id: host },
      ...change,
    });
  }
}

const unknown = { note: '', createdBy: null, createdAt: null };

function shown({ host, note, createdBy, createdAt }: ToolHost) {
  return { host, note, createdBy, createdAt, isOfSettings: false };
}
