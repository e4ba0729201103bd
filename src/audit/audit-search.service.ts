import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { cursorDate, decodeCursor, pageFrom, type Page, type PageQuery } from '#libs/http';
import type { Actor } from '../access/actor.js';
import type { AuditEntry } from './audit-entry.entity.js';
import { findEntries, type AuditFilter } from './audit.query.js';
import { ReadsService } from './reads.service.js';

const position = z.tuple([cursorDate, z.guid()]);

@Injectable()
export class AuditSearchService {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadsService,
  ) {}

  /** Newest first, without what is sealed. That somebody searched, and for what, is noted. @throws CursorInvalid */
  async search(
    actor: Actor,
    { cursor, limit, ...filter }: PageQuery & AuditFilter,
  ): Promise<Page<AuditEntry>> {
    const after = cursor ? decodeCursor(cursor, position) : null;
    const rows = await findEntries(this.em, filter, after, limit + 1);
    // Afterwards: whoever looks for the newest entry does not find their own look.
    const object = { type: 'audit_log', id: 'search' };
    await this.reads.note(actor, { action: 'audit.searched', object, asked: { ...filter } });
    return pageFrom(rows, limit, ({ at, id }) => [at, id]);
  }
}
