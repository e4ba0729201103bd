import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OpsPoliciesController } from './ops-policies.controller.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesService } from './policies.service.js';
import { PoliciesTools } from './policies.tools.js';

@Module({
  imports: [AuditModule],
  controllers: [PoliciesController, OpsPoliciesController],
  providers: [PoliciesService, PoliciesTools],
  exports: [PoliciesService],
})
export class PoliciesModule {}
