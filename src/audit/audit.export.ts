// The log as a file. It may be long: it is read in batches, as fast as the reader takes them.
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { csv } from '#libs/format';
import { PageReader, type ListQuery } from '#libs/http';
import type { Actor } from '../access/actor.js';
import { auditEntryView } from './audit.schemas.js';
import type { AuditEntry } from './audit-entry.entity.js';
import { AuditService } from './audit.service.js';
import { findEntries, type AuditFilter, type AuditPeriod, type AuditPosition } from './audit.query.js';

const batchSize = 200;
const columns = Object.keys(auditEntryView.shape);

export const exportMediaTypes = { csv: 'text/csv', jsonl: 'application/jsonl' } as const;
export type ExportFormat = keyof typeof exportMediaTypes;

const written: Readonly<Record<ExportFormat, (entries: readonly AuditEntry[]) => string>> = {
  csv: (entries) => csv(entries.map((entry) => columns.map((column) => cell(shown(entry)[column])))),
  jsonl: (entries) => entries.map((entry) => `${JSON.stringify(shown(entry))}\n`).join(''),
};

@Injectable()
export class AuditExport {
  private readonly logger = new Logger('Audit');

  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly audit: AuditService,
  ) {}

  /**
   * Newest first, with personal data masked; one chunk of text a batch. That it was asked for is recorded before the first is read, and the
   * first is read before this returns: most of what can go wrong is then a problem document, and not half a file.
   * @throws ValidationFailed
   */
  async begin(
    actor: Actor,
    { format, from, to, ...filter }: AuditFilter & Pick<ListQuery, 'from' | 'to'> & { format: ExportFormat },
  ): Promise<AsyncIterable<string>> {
    const wanted = { ...filter, ...this.pages.period({ from, to }) };
    await this.audit.record(actor, {
      action: 'audit.exported',
      object: { type: 'audit_log', id: format },
      after: { ...wanted },
    });
    await this.em.flush();
    const chunks = this.chunks(wanted, format);
    return beginningWith(await chunks.next(), chunks);
  }

  private async *chunks(filter: AuditFilter & AuditPeriod, format: ExportFormat): AsyncGenerator<string> {
    // Of its own: it goes on after the request's is done.
    const em = this.em.fork();
    let header = format === 'csv' ? csv([columns]) : '';
    let after: AuditPosition | null = null;
    try {
      for (;;) {
        const entries: AuditEntry[] = await findEntries(em, filter, after, batchSize);
        yield header + written[format](entries);
        if (entries.length < batchSize) return;
        header = '';
        const { at, id } = entries.at(-1)!;
        after = [at, id];
      }
    } catch (error) {
      // The answer has begun, perhaps: all that its reader sees is that it breaks off.
      this.logger.error(error, 'export broken off');
      throw error;
    }
  }
}

async function* beginningWith(first: IteratorResult<string>, rest: AsyncGenerator<string>) {
  if (!first.done) yield first.value;
  yield* rest;
}

function shown(entry: AuditEntry): Record<string, unknown> {
  return auditEntryView.parse(entry);
}

function cell(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
