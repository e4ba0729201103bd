import { applyDecorators, Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsNothing, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  allConnectedAppsList,
  allConnectedAppsView,
  connectedAppsView,
  type ListAllConnectedApps,
} from '../oauth.schemas.js';
import { ConnectedAppsService } from './connected-apps.service.js';

const uuid = { schema: z.uuid() };
const listed =
  'Returns the apps that can act for you at the moment: what they may do, since when, and when they last did.';
const ended = 'Its tokens are refused from their next request on, by every instance of the program.';

@ApiTags('Apps')
@Requires('self')
@OnlyFor('customer')
@Controller('users/me/connected-apps')
export class ConnectedAppsController {
  constructor(private readonly apps: ConnectedAppsService) {}

  @Get()
  @Operation({ id: 'listConnectedApps', summary: 'List your connected apps', description: listed })
  @ReturnsView(connectedAppsView)
  list(@CurrentActor() actor: Actor) {
    return this.apps.list(actor);
  }

  @Delete(':id')
  @disconnects('disconnectApp', 'Disconnect one of your apps')
  async disconnect(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.apps.disconnect(actor, id);
  }
}

@ApiTags('Apps')
@Requires('self')
@OnlyFor('staff')
@Controller('ops/users/me/connected-apps')
export class StaffConnectedAppsController {
  constructor(private readonly apps: ConnectedAppsService) {}

  @Get()
  @Operation({
    id: 'listStaffConnectedApps',
    summary: 'List your connected apps as staff',
    description: listed,
  })
  @ReturnsView(connectedAppsView)
  list(@CurrentActor() actor: Actor) {
    return this.apps.list(actor);
  }

  @Delete(':id')
  @disconnects('disconnectStaffApp', 'Disconnect one of your apps as staff')
  async disconnect(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.apps.disconnect(actor, id);
  }
}

/** Apps of everybody: to be seen and disconnected, never to be connected. */
@ApiTags('Apps')
@Requires('staff.update')
@Controller('ops/connected-apps')
export class OpsConnectedAppsController {
  constructor(private readonly apps: ConnectedAppsService) {}

  @Get()
  @Operation({
    id: 'listAllConnectedApps',
    summary: 'List the connected apps of everybody',
    description: 'Returns those of customers and staff, or of one of them, that can be used at the moment.',
  })
  @ReturnsView(allConnectedAppsView)
  list(@Query({ schema: allConnectedAppsList.query }) query: ListAllConnectedApps) {
    return this.apps.listAll(query);
  }

  @Delete(':id')
  @disconnects('disconnectAnyApp', 'Disconnect an app of anybody')
  async disconnect(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.apps.disconnectAny(actor, id);
  }
}

function disconnects(id: string, summary: string): MethodDecorator {
  return applyDecorators(
    Operation({ id, summary, description: ended, codes: ['CONNECTED_APP_NOT_FOUND'] }),
    ReturnsNothing(),
  );
}
