import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Returns } from '#libs/http';
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
  @ApiOperation({
    summary: 'Why somebody was refused',
    description: 'By the `decisionId` of a 403. Kept for 30 days.',
  })
  @Returns(decisionView)
  decision(@Param('id', { schema: z.uuid() }) id: string) {
    return this.decisions.get(id);
  }

  @Get('check')
  @ApiOperation({ summary: 'May somebody do something, on something, and why' })
  @Returns(checkView, {
    problems: {
      400: { description: 'OBJECT_TYPE_UNKNOWN: nothing of this type has an owner.' },
      404: { description: 'ACCOUNT_NOT_FOUND, ROUTE_NOT_FOUND' },
    },
  })
  check(@CurrentActor() actor: Actor, @Query({ schema: checkQuery }) query: CheckQuery) {
    return this.authz.check(actor, query);
  }

  @Get('impact')
  @ApiOperation({
    summary: 'What a change of a role, or another role for somebody, would open and close',
    description: 'Nothing is changed.',
  })
  @Returns(impactView, { problems: { 404: { description: 'ROLE_NOT_FOUND, STAFF_NOT_FOUND' } } })
  impact(@CurrentActor() actor: Actor, @Query({ schema: impactQuery }) query: ImpactQuery) {
    return this.impacts.of(actor, query);
  }

  @Get('routes')
  @ApiOperation({ summary: 'Every route and tool, and who may use it at this moment' })
  @Returns(routeTableView)
  routes() {
    return this.authz.routes();
  }
}
