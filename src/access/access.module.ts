import { Global, Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { DecisionsPersonalData } from './decisions.personal-data.js';
import { DecisionsService } from './decisions.service.js';
import { ResourceOwners } from './resource-owners.js';
import { RoleBookService } from './role-book.service.js';
import { RouteTable } from './route-table.js';

const services = [DecisionsService, ResourceOwners, RoleBookService, RouteTable];

/** Who may do what: for everybody, because every domain declares it. */
@Global()
@Module({ imports: [DeclarationsModule], providers: [...services, DecisionsPersonalData], exports: services })
export class AccessModule {}
