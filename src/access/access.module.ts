import { Global, Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { AccessJobs } from './access.jobs.js';
import { DecisionsPersonalData } from './decisions.personal-data.js';
import { DecisionsService } from './decisions.service.js';
import { ResourceOwners } from './resource-owners.js';
import { RolesService } from './roles.service.js';
import { RouteTable } from './route-table.js';

const services = [DecisionsService, ResourceOwners, RolesService, RouteTable];

/** Who may do what: for everybody, because every domain declares it. */
@Global()
@Module({
  imports: [DeclarationsModule],
  providers: [...services, AccessJobs, DecisionsPersonalData],
  exports: services,
})
export class AccessModule {}
