import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysPersonalData } from './api-keys.personal-data.js';
import { ApiKeysService } from './api-keys.service.js';
import { CallersService } from './callers.service.js';
import { ApiKeyCache } from './api-key-cache.js';
import { OpsApiKeysController } from './ops-api-keys.controller.js';

@Module({
  imports: [AuditModule, SessionsModule],
  controllers: [ApiKeysController, OpsApiKeysController],
  providers: [ApiKeysService, ApiKeyCache, CallersService, ApiKeysPersonalData],
  // The former for the guard.
  exports: [ApiKeyCache, CallersService],
})
export class ApiKeysModule {}
