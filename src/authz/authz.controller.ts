import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { DecisionsService } from '../access/decisions.service.js';
import { AuthzService } from './authz.service.js';
import {
  checkQuery,
  checkView,
  decisionView,
  impactQuery,
  impactView,
  routeTableView,
  type CheckQuery,
  type ImpactQuery,
} from './authz.schemas.js';
import { ImpactService } from './impact.service.js';

@ApiTags('Authorization')
@Controller('authz')
@Requires('staff.read')
export class AuthzController {
  constructor(
    private readonly authz: AuthzService,
    private readonly impacts: ImpactService,
    private readonly decisions: DecisionsService,
  ) {}

  @Get('decisions/:id')
  @Operation({
    id: 'getAccessDecision',
    summary: 'Get why somebody was refused.',
    description:
      'By the `decisionId` of a 403: every rule in the order in which it was asked. Kept for 30 days.',
    codes: ['DECISION_NOT_FOUND'],
  })
  @ReturnsView(decisionView)
  decision(@Param('id', { schema: z.uuid() }) id: string) {
    return this.decisions.get(id);
  }

  @Get('check')
  @Operation({
    id: 'checkAccess',
    summary: 'Check whether somebody may do something.',
    description:
      'A permission, or a route; on something, if it is named. Nothing is done and nobody is told.',
  })
  @ReturnsView(checkView, {
    problems: {
      400: { description: 'OBJECT_TYPE_UNKNOWN: nothing of this type has an owner.' },
      404: { description: 'ACCOUNT_NOT_FOUND, ROUTE_NOT_FOUND' },
    },
  })
  check(@CurrentActor() actor: Actor, @Query({ schema: checkQuery }) query: CheckQuery) {
    return this.authz.check(actor, query);
  }

  @Get('impact')
  @Operation({
    id: 'previewRoleChange',
    summary: 'Preview a change of roles.',
    description:
      'What another set of permissions of a role, or another role for somebody, would open and close. Nothing is changed.',
  })
  @ReturnsView(impactView, { problems: { 404: { description: 'ROLE_NOT_FOUND, STAFF_NOT_FOUND' } } })
  impact(@CurrentActor() actor: Actor, @Query({ schema: impactQuery }) query: ImpactQuery) {
    return this.impacts.of(actor, query);
  }

  @Get('routes')
  @Operation({
    id: 'listAccessRules',
    summary: 'List every route and tool with who may use it.',
    description: 'As it is at this moment, with the roles as staff have changed them.',
  })
  @ReturnsView(routeTableView)
  routes() {
    return this.authz.routes();
  }
}
