import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { preferencesInput, preferencesView, type PreferencesInput } from '../notifications.schemas.js';
import { PreferencesService } from './preferences.service.js';

@ApiTags('Notifications')
@Requires('self')
@Controller('notifications/preferences')
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  @Get()
  @Operation({
    id: 'getNotificationPreferences',
    summary: 'Get your notification preferences',
    description: 'Returns them by kind and channel, with quiet hours and the daily digest.',
  })
  @ReturnsView(preferencesView)
  get(@CurrentActor() actor: Actor) {
    return this.preferences.get(actor);
  }

  @Put()
  @Operation({
    id: 'replaceNotificationPreferences',
    summary: 'Replace your notification preferences',
    description:
      'What is left out gets its default. Notifications that already wait for the end of quiet hours go on waiting.',
  })
  @ReturnsView(preferencesView, {
    problems: {
      422: { description: 'WAY_LOCKED: this protects your account.' },
    },
  })
  replace(
    @CurrentActor() actor: Actor,
    @Body({ schema: preferencesInput }) input: PreferencesInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.preferences.replace(actor, input, expected);
  }
}
