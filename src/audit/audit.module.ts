import { Module } from '@nestjs/common';
import { AuditCheckpoints } from './audit-checkpoints.service.js';
import { AuditController } from './audit.controller.js';
import { AuditExport } from './audit.export.js';
import { AuditPersonalData } from './audit.personal-data.js';
import { AuditService } from './audit.service.js';
import { AuditVerifier } from './audit-verifier.service.js';
import { PersonKeys } from './person-keys.js';

@Module({
  controllers: [AuditController],
  providers: [AuditService, AuditCheckpoints, AuditVerifier, AuditExport, AuditPersonalData, PersonKeys],
  exports: [AuditService],
})
export class AuditModule {}
