import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AccountController } from './account.controller.js';
import { CustomersService } from './customers.service.js';

@Module({
  imports: [SessionsModule],
  controllers: [AccountController],
  providers: [CustomersService],
  exports: [CustomersService],
})
export class CustomersModule {}
