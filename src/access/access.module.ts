import { Global, Module } from '@nestjs/common';
import { DecisionsPersonalData } from './decisions.personal-data.js';
import { DecisionsService } from './decisions.service.js';
import { OwnershipService } from './ownership.service.js';
import { RolesService } from './roles.service.js';
import { RouteTable } from './route-table.js';

const services = [DecisionsService, OwnershipService, RolesService, RouteTable];

/** Who may do what: for everybody, because every domain declares it. */
@Global()
@Module({ providers: [...services, DecisionsPersonalData], exports: services })
export class AccessModule {}
