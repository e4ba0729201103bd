import { Module } from '@nestjs/common';
import { SecretBox } from '#libs/secrets';
import { AccessTokens, SIGNING_KEY } from './access-tokens.js';
import { AccountsService } from './accounts.service.js';
import { LiveSessions } from './live-sessions.js';
import { SessionsService } from './sessions.service.js';
import { signingKey } from './signing-key.js';

@Module({
  providers: [
    AccountsService,
    SessionsService,
    AccessTokens,
    LiveSessions,
    { provide: SIGNING_KEY, useFactory: signingKey, inject: [SecretBox] },
  ],
  exports: [AccountsService, SessionsService, AccessTokens, LiveSessions],
})
export class SessionsModule {}
