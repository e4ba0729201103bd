import { Body, Controller, Delete, Get, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  Idempotent,
  IfMatch,
  Operation,
  ReturnsView,
  ReturnsNothing,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { RolesManagementService } from './roles-management.service.js';
import {
  changeRoleInput,
  createRoleInput,
  permissionsView,
  rolesView,
  roleView,
  updateRoleInput,
  type ChangeRoleInput,
  type CreateRoleInput,
  type UpdateRoleInput,
} from './roles.schemas.js';
import { roleName } from './staff.schemas.js';

const name = { schema: roleName };
const problems = {
  422: { description: 'ROLE_UNKNOWN: the covered one.' },
  403: { description: 'GRANT_TOO_WIDE, ABOVE_YOU, FORBIDDEN: it takes permissions that you do not hold.' },
};
const changeProblems = {
  ...problems,
  409: { description: 'ROLE_FIXED, ROLE_CIRCLE; LOCKED_OUT: you could not undo it.' },
};

@ApiTags('Roles')
@Controller('ops')
export class RolesController {
  constructor(private readonly roles: RolesManagementService) {}

  @Get('permissions')
  @Requires('staff.read')
  @Operation({
    id: 'listPermissions',
    summary: 'List permissions',
    description: 'Returns every permission and the roles that hold it.',
  })
  @ReturnsView(permissionsView)
  async permissions(@CurrentActor() actor: Actor) {
    return { items: await this.roles.permissions(actor) };
  }

  @Get('roles')
  @Requires('staff.read')
  @Operation({
    id: 'listRoles',
    summary: 'List roles',
    description: 'Returns the roles of staff, the highest first.',
  })
  @ReturnsView(rolesView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.roles.list(actor) };
  }

  @Post('roles')
  @Requires('roles.update')
  @Idempotent()
  @Operation({
    id: 'createRole',
    summary: 'Create a role',
    description: 'The role can hold nothing that you do not hold yourself.',
  })
  @ReturnsView(roleView, {
    status: 201,
    location: ':name',
    problems: { ...problems, 409: { description: 'ROLE_EXISTS' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createRoleInput }) input: CreateRoleInput) {
    return this.roles.create(actor, input);
  }

  @Get('roles/:name')
  @Requires('staff.read')
  @Operation({
    id: 'getRole',
    summary: 'Get a role',
    description: 'Returns the role with its own permissions and those of the role that it covers.',
    codes: ['ROLE_NOT_FOUND'],
  })
  @ReturnsView(roleView)
  get(@CurrentActor() actor: Actor, @Param('name', name) role: string) {
    return this.roles.get(actor, role);
  }

  @Put('roles/:name')
  @Requires('roles.update')
  @Operation({
    id: 'replaceRole',
    summary: 'Replace a role',
    description: 'The change takes effect on the next request of everybody who has the role.',
    codes: ['ROLE_NOT_FOUND'],
  })
  @ReturnsView(roleView, { problems: changeProblems })
  replace(
    @CurrentActor() actor: Actor,
    @Param('name', name) role: string,
    @Body({ schema: changeRoleInput }) input: ChangeRoleInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roles.change(actor, role, input, expected);
  }

  @Patch('roles/:name')
  @Requires('roles.update')
  @Operation({
    id: 'updateRole',
    summary: 'Update a role',
    description:
      'What is left out stays. The change takes effect on the next request of everybody who has the role.',
    codes: ['ROLE_NOT_FOUND'],
  })
  @ReturnsView(roleView, { problems: changeProblems })
  update(
    @CurrentActor() actor: Actor,
    @Param('name', name) role: string,
    @Body({ schema: updateRoleInput }) input: UpdateRoleInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roles.change(actor, role, input, expected);
  }

  @Delete('roles/:name')
  @Requires('roles.update')
  @Operation({
    id: 'deleteRole',
    summary: 'Delete a role',
    description: 'Only a role that nobody has and no other role covers can be deleted.',
    codes: ['ROLE_NOT_FOUND', 'ROLE_IN_USE', 'ROLE_FIXED'],
  })
  @ReturnsNothing()
  async remove(@CurrentActor() actor: Actor, @Param('name', name) role: string): Promise<void> {
    await this.roles.remove(actor, role);
  }
}
