import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { FlagCopy } from './flag-copy.js';
import { FlagsController } from './flags.controller.js';
import { FlagsService } from './flags.service.js';
import { OpsFlagsController } from './ops-flags.controller.js';

@Module({
  imports: [AuditModule],
  controllers: [FlagsController, OpsFlagsController],
  providers: [FlagsService, FlagCopy],
  exports: [FlagsService],
})
export class FlagsModule {}
