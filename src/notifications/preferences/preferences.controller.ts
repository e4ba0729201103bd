import { Body, Controller, Get, Patch, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  preferencesView,
  replacePreferencesInput,
  updatePreferencesInput,
  type ReplacePreferencesInput,
  type UpdatePreferencesInput,
} from '../notifications.schemas.js';
import { PreferencesService } from './preferences.service.js';

const problems = { 422: { description: 'WAY_LOCKED: this protects your account.' } };

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
  @ReturnsView(preferencesView, { problems })
  replace(
    @CurrentActor() actor: Actor,
    @Body({ schema: replacePreferencesInput }) input: ReplacePreferencesInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.preferences.replace(actor, input, expected);
  }

  @Patch()
  @Operation({
    id: 'updateNotificationPreferences',
    summary: 'Update your notification preferences',
    description:
      'What is left out stays, also of the kinds and of their channels. Quiet hours and the digest are each set as a whole.',
  })
  @ReturnsView(preferencesView, { problems })
  update(
    @CurrentActor() actor: Actor,
    @Body({ schema: updatePreferencesInput }) input: UpdatePreferencesInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.preferences.update(actor, input, expected);
  }
}
