import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AuthorizationController } from './authorization/authorization.controller.js';
import { AuthorizationService } from './authorization/authorization.service.js';
import { ConsentsController } from './authorization/consents.controller.js';
import { ClientDocuments } from './clients/client-documents.js';
import { ClientsService } from './clients/clients.service.js';
import {
  ConnectedAppsController,
  OpsConnectedAppsController,
  StaffConnectedAppsController,
} from './grants/connected-apps.controller.js';
import { ConnectedAppsService } from './grants/connected-apps.service.js';
import { GrantCallersService } from './grants/grant-callers.service.js';
import { GrantsService } from './grants/grants.service.js';
import { TokensController } from './grants/tokens.controller.js';
import { TokensService } from './grants/tokens.service.js';
import { MetadataController } from './metadata.controller.js';
import { OAuthJobs } from './oauth.jobs.js';
import { OAuthPersonalData } from './oauth.personal-data.js';

@Module({
  imports: [AuditModule, SessionsModule],
  controllers: [
    MetadataController,
    AuthorizationController,
    TokensController,
    ConsentsController,
    ConnectedAppsController,
    StaffConnectedAppsController,
    OpsConnectedAppsController,
  ],
  providers: [
    AuthorizationService,
    ClientDocuments,
    ClientsService,
    GrantsService,
    TokensService,
    GrantCallersService,
    ConnectedAppsService,
    OAuthJobs,
    OAuthPersonalData,
  ],
  // For the guard.
  exports: [GrantCallersService],
})
export class OAuthModule {}
