import { Injectable } from '@nestjs/common';
import { PageReader, type ListQuery, type Page } from '#libs/http';
import type { Actor } from '../access/actor.js';
import { AuditEntry } from './audit-entry.entity.js';
import { conditionsOf, type AuditFilter } from './audit.query.js';
import { auditList } from './audit.schemas.js';
import { ReadsService } from './reads.service.js';

@Injectable()
export class AuditSearchService {
  constructor(
    private readonly pages: PageReader,
    private readonly reads: ReadsService,
  ) {}

  /** Without what is sealed. That somebody searched, and for what, is noted. @throws CursorInvalid, ValidationFailed */
  async search(
    actor: Actor,
    { cursor, limit, sort, ...asked }: ListQuery & AuditFilter,
  ): Promise<Page<AuditEntry>> {
    const options = { where: conditionsOf(asked), disableIdentityMap: true };
    const page = await this.pages.read(AuditEntry, auditList, { cursor, limit, sort, ...asked }, options);
    // Afterwards: whoever looks for the newest entry does not find their own look.
    const object = { type: 'audit_log', id: 'search' };
    await this.reads.note(actor, { action: 'audit.searched', object, asked });
    return page;
  }
}
