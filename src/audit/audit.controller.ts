import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, pageOf, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { AuditExport, exportMediaTypes } from './audit.export.js';
import {
  auditEntryView,
  auditList,
  exportQuery,
  openedEntryView,
  verificationView,
  verifyQuery,
  type AuditQuery,
  type ExportQuery,
  type VerifyQuery,
} from './audit.schemas.js';
import { AuditSearchService } from './audit-search.service.js';
import { AuditService } from './audit.service.js';
import { AuditVerifierService } from './audit-verifier.service.js';
import { linkOf } from './chain.hash.js';

@ApiTags('Audit')
@Requires('system.audit')
@Controller('ops/audit')
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly searches: AuditSearchService,
    private readonly verifier: AuditVerifierService,
    private readonly exports: AuditExport,
  ) {}

  @Get()
  @Operation({
    id: 'listAuditEntries',
    summary: 'List audit entries',
    description:
      'Returns what was done, with personal data masked. The search itself is recorded in the log.',
  })
  @ReturnsView(pageOf(auditEntryView))
  list(@CurrentActor() actor: Actor, @Query({ schema: auditList.query }) query: AuditQuery) {
    return this.searches.search(actor, query);
  }

  @Get('verify')
  @RateClass('expensive')
  @Operation({
    id: 'verifyAuditLog',
    summary: 'Verify the audit log',
    description:
      'Tells whether the log is as it was written, and which entry is the first that is not. With a checkpoint it also shows that nobody has restored an older database.',
  })
  @ReturnsView(verificationView)
  verify(@Query({ schema: verifyQuery }) { expect }: VerifyQuery) {
    return this.verifier.verify(expect === undefined ? null : linkOf(expect));
  }

  @Get('export')
  @RateClass('expensive')
  @Operation({
    id: 'exportAuditLog',
    summary: 'Export the audit log',
    description:
      'Returns a file, the newest entry first, with personal data masked. The export itself is recorded in the log.',
  })
  @ApiProduces(...Object.values(exportMediaTypes))
  @ReturnsView(z.string(), { description: 'CSV with a header line, or a JSON document a line' })
  async export(@CurrentActor() actor: Actor, @Query({ schema: exportQuery }) query: ExportQuery) {
    return fileOf(query, await this.exports.begin(actor, query));
  }

  @Get(':id')
  @Operation({
    id: 'getAuditEntry',
    summary: 'Get an audit entry',
    description:
      'Returns the entry with the personal data in it, unless the person was erased. Opening it is recorded in the log.',
    codes: ['AUDIT_ENTRY_NOT_FOUND'],
  })
  @ReturnsView(openedEntryView)
  get(@CurrentActor() actor: Actor, @Param('id', { schema: z.guid() }) id: string) {
    return this.audit.open(actor, id);
  }
}

function fileOf({ format }: ExportQuery, chunks: AsyncIterable<string>): StreamableFile {
  return new StreamableFile(Readable.from(chunks, { objectMode: false }), {
    type: `${exportMediaTypes[format]}; charset=utf-8`,
    disposition: `attachment; filename="audit.${format}"`,
  });
}
