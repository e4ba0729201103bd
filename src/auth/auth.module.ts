import { Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { AccessTokens, SIGNING_KEY } from './access-tokens.js';
import { AccountController } from './account.controller.js';
import { ActiveCustomers } from './active-customers.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { signingKey } from './signing-key.js';
import { TokensService } from './tokens.service.js';

@Module({
  controllers: [AuthController, AccountController],
  providers: [
    AuthService,
    TokensService,
    AccessTokens,
    ActiveCustomers,
    { provide: SIGNING_KEY, useFactory: signingKey, inject: [Settings] },
  ],
  exports: [AccessTokens, ActiveCustomers],
})
export class AuthModule {}
