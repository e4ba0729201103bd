import { Global, Module } from '@nestjs/common';
import { AccessJobs } from './access.jobs.js';
import { DecisionsPersonalData } from './decisions.personal-data.js';
import { DecisionsService } from './decisions.service.js';
import { OwnershipService } from './ownership.service.js';
import { RoleBookService } from './role-book.service.js';
import { RouteTable } from './route-table.js';

const services = [DecisionsService, OwnershipService, RoleBookService, RouteTable];

/** Who may do what: for everybody, because every domain declares it. */
@Global()
@Module({ providers: [...services, AccessJobs, DecisionsPersonalData], exports: services })
export class AccessModule {}
