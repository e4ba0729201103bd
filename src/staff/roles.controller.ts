import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Idempotent, IfMatch, Returns, ReturnsNothing, type ExpectedVersions } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { RolesManagement } from './roles-management.service.js';
import {
  changeRoleInput,
  createRoleInput,
  permissionsView,
  rolesView,
  roleView,
  type ChangeRoleInput,
  type CreateRoleInput,
} from './roles.schemas.js';
import { roleName } from './staff.schemas.js';

const name = { schema: roleName };
const problems = {
  400: { description: 'ROLE_UNKNOWN: the covered one.' },
  403: { description: 'GRANT_TOO_WIDE, ABOVE_YOU, FORBIDDEN: it takes permissions that you do not hold.' },
};

@ApiTags('Roles')
@Controller('ops')
export class RolesController {
  constructor(private readonly roles: RolesManagement) {}

  @Get('permissions')
  @Requires('staff.read')
  @ApiOperation({ summary: 'What may be done at all, and which roles may' })
  @Returns(permissionsView)
  async permissions(@CurrentActor() actor: Actor) {
    return { items: await this.roles.permissions(actor) };
  }

  @Get('roles')
  @Requires('staff.read')
  @ApiOperation({ summary: 'All roles, the highest first' })
  @Returns(rolesView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.roles.list(actor) };
  }

  @Post('roles')
  @Requires('roles.update')
  @Idempotent()
  @ApiOperation({ summary: 'Make a role; it can hold nothing that you do not hold' })
  @Returns(roleView, { status: 201, problems: { ...problems, 409: { description: 'ROLE_EXISTS' } } })
  create(@CurrentActor() actor: Actor, @Body({ schema: createRoleInput }) input: CreateRoleInput) {
    return this.roles.create(actor, input);
  }

  @Get('roles/:name')
  @Requires('staff.read')
  @ApiOperation({ summary: 'One role' })
  @Returns(roleView)
  get(@CurrentActor() actor: Actor, @Param('name', name) role: string) {
    return this.roles.get(actor, role);
  }

  @Put('roles/:name')
  @Requires('roles.update')
  @ApiOperation({ summary: 'Change a role; it acts on the next request of everybody who has it' })
  @Returns(roleView, {
    problems: {
      ...problems,
      409: { description: 'ROLE_FIXED, ROLE_CIRCLE; LOCKED_OUT: you could not undo it.' },
    },
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('name', name) role: string,
    @Body({ schema: changeRoleInput }) input: ChangeRoleInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roles.change(actor, role, input, expected);
  }

  @Delete('roles/:name')
  @Requires('roles.update')
  @ApiOperation({ summary: 'Delete a role that nobody has' })
  @ReturnsNothing()
  async remove(@CurrentActor() actor: Actor, @Param('name', name) role: string): Promise<void> {
    await this.roles.remove(actor, role);
  }
}
