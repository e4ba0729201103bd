import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { AuthzController } from './authz.controller.js';
import { AuthzService } from './authz.service.js';
import { ImpactService } from './impact.service.js';

@Module({
  imports: [SessionsModule, StaffModule],
  controllers: [AuthzController],
  providers: [AuthzService, ImpactService],
})
export class AuthzModule {}
