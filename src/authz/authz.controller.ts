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
    summary: 'Get an access decision',
    description:
      'Explains a 403 by its `decisionId`: every rule in the order in which it was checked. Kept for 30 days.',
    codes: ['DECISION_NOT_FOUND'],
  })
  @ReturnsView(decisionView)
  decision(@Param('id', { schema: z.uuid() }) id: string) {
    return this.decisions.get(id);
  }

  @Get('check')
  @Operation({
    id: 'checkAccess',
    summary: 'Check the access of somebody',
    description:
      'Checks a permission or a route, for one object if it is named. Nothing is done and nobody is notified.',
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
    summary: 'Preview a role change',
    description:
      'Tells what another set of permissions of a role, or another role for somebody, would allow and forbid. Nothing is changed.',
  })
  @ReturnsView(impactView, { problems: { 404: { description: 'ROLE_NOT_FOUND, STAFF_NOT_FOUND' } } })
  impact(@CurrentActor() actor: Actor, @Query({ schema: impactQuery }) query: ImpactQuery) {
    return this.impacts.of(actor, query);
  }

  @Get('routes')
  @Operation({
    id: 'listAccessRules',
    summary: 'List access rules',
    description: 'Returns every route and tool with the roles that may use it at this moment.',
  })
  @ReturnsView(routeTableView)
  routes() {
    return this.authz.routes();
  }
}
