import { Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { AuditModule } from '../audit/audit.module.js';
import { AccessTokens } from './access-tokens.js';
import { AccountsService } from './accounts.service.js';
import { AttemptsService } from './attempts.service.js';
import { BrowserSessions } from './browser-sessions.js';
import { EndedSessions } from './ended-sessions.js';
import { GuessesService } from './guesses.service.js';
import { SessionCache } from './session-cache.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SessionCallersService } from './session-callers.service.js';
import { SessionCleanUp } from './session-clean-up.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsJobs } from './sessions.jobs.js';
import { SessionsPersonalData } from './sessions.personal-data.js';
import { SessionsService } from './sessions.service.js';
import { SignOutsService } from './sign-outs.service.js';
import { JwksController, SigningKeysController } from './signing-keys.controller.js';
import { SigningKeys } from './signing-keys.js';
import { SigningKeysService } from './signing-keys.service.js';
import { TextMessageCapService } from './text-message-cap.service.js';

@Module({
  imports: [AuditModule, DeclarationsModule],
  controllers: [SessionsController, SigningKeysController, JwksController],
  providers: [
    AccountsService,
    AttemptsService,
    GuessesService,
    TextMessageCapService,
    SessionsService,
    SignOutsService,
    OwnSessionsService,
    RefreshTokens,
    BrowserSessions,
    AccessTokens,
    SigningKeys,
    SigningKeysService,
    SessionCache,
    EndedSessions,
    SessionCallersService,
    SessionCleanUp,
    SessionsJobs,
    SessionsPersonalData,
  ],
  exports: [
    AccountsService,
    AttemptsService,
    GuessesService,
    TextMessageCapService,
    SessionsService,
    // For the guard, which stands before every route.
    SessionCallersService,
    BrowserSessions,
  ],
})
export class SessionsModule {}
