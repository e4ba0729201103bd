import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { AccountController } from './account.controller.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';

@Module({
  imports: [AuthModule],
  controllers: [AuthController, AccountController],
  providers: [AuthService],
})
export class CustomersModule {}
