import { Module } from '@nestjs/common';
import { AuditCheckpointsService } from './audit-checkpoints.service.js';
import { AuditController } from './audit.controller.js';
import { AuditExport } from './audit.export.js';
import { AuditPersonalData } from './audit.personal-data.js';
import { AuditSearchService } from './audit-search.service.js';
import { AuditService } from './audit.service.js';
import { AuditVerifierService } from './audit-verifier.service.js';
import { PersonKeys } from './person-keys.js';
import { ReadsService } from './reads.service.js';

@Module({
  controllers: [AuditController],
  providers: [
    AuditService,
    AuditCheckpointsService,
    AuditVerifierService,
    AuditExport,
    AuditPersonalData,
    PersonKeys,
    ReadsService,
    AuditSearchService,
  ],
  exports: [AuditService, ReadsService, AuditSearchService],
})
export class AuditModule {}
