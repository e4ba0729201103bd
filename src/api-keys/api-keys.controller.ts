import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  RateClass,
  ReturnsView,
  ReturnsNothing,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  apiKeysList,
  apiKeysView,
  apiKeyView,
  changeApiKeyInput,
  createApiKeyInput,
  newApiKeyView,
  rotateApiKeyInput,
  type ChangeApiKeyInput,
  type CreateApiKeyInput,
  type ListApiKeys,
  type RotateApiKeyInput,
} from './api-keys.schemas.js';
import { ApiKeysService } from './api-keys.service.js';
import { ProvesPassword } from './password-proof.guard.js';

const uuid = { schema: z.uuid() };
const limitTooHigh = {
  description: 'LIMIT_TOO_HIGH: more than the installation allows.',
};
const refused = { description: 'FORBIDDEN, or PASSWORD_WRONG: this is not your password.' };
const guessed = {
  description:
    'TOO_MANY_REQUESTS, or the password was wrong too often: TOO_MANY_GUESSES for customers, LOGIN_LOCKED for staff.',
};

/** For people only: a key can neither make nor change keys. */
@ApiTags('API keys')
@Requires('self')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Post()
  @RateClass('auth')
  @ProvesPassword()
  @Idempotent({ isSecret: true })
  @Operation({
    id: 'createApiKey',
    summary: 'Create an API key',
    description:
      'The key lets a program of yours act as you, with those of its scopes that you hold at the moment. It is shown this once, and again only to the same request under the same `Idempotency-Key`. Takes your password.',
  })
  @ReturnsView(newApiKeyView, {
    status: 201,
    location: ':id',
    problems: {
      422: limitTooHigh,
      403: {
        description: `SCOPE_NOT_HELD: you may not do this yourself; ${refused.description}`,
        members: z.object({ scopes: z.array(z.string()).optional() }),
      },
      409: { description: 'TOO_MANY_API_KEYS: revoke one first. IDEMPOTENCY_ANSWER_LOST.' },
      429: guessed,
    },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createApiKeyInput }) input: CreateApiKeyInput) {
    return this.keys.create(actor, input);
  }

  @Get()
  @Operation({
    id: 'listApiKeys',
    summary: 'List your API keys',
    description: 'Keys that have expired or were revoked are included. The keys themselves are not shown.',
  })
  @ReturnsView(apiKeysView)
  list(@CurrentActor() actor: Actor, @Query({ schema: apiKeysList.query }) query: ListApiKeys) {
    return this.keys.list(actor, query);
  }

  @Get(':id')
  @Operation({
    id: 'getApiKey',
    summary: 'Get one of your API keys',
    description: 'The entity tag does not change when the key is used.',
    codes: ['API_KEY_NOT_FOUND'],
  })
  @ReturnsView(apiKeyView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.keys.get(actor, id);
  }

  @Patch(':id')
  @Operation({
    id: 'updateApiKey',
    summary: 'Update an API key',
    description:
      'Changes the name or the limit; what is left out stays. Scopes and expiry cannot be changed: create another key.',
    codes: ['API_KEY_NOT_FOUND'],
  })
  @ReturnsView(apiKeyView, { problems: { 422: limitTooHigh } })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: changeApiKeyInput }) input: ChangeApiKeyInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.keys.change(actor, id, input, expected);
  }

  @Post(':id/rotate')
  @RateClass('auth')
  @ProvesPassword()
  @Operation({
    id: 'rotateApiKey',
    summary: 'Rotate the secret of an API key',
    description:
      'Name, scopes, limit and expiry stay. The old secret works until the overlap ends. Takes your password.',
    codes: ['API_KEY_NOT_FOUND'],
  })
  @ReturnsView(newApiKeyView, {
    problems: {
      403: refused,
      409: { description: 'API_KEY_DEAD: it has expired or was revoked.' },
      429: guessed,
    },
  })
  rotate(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: rotateApiKeyInput }) input: RotateApiKeyInput,
  ) {
    return this.keys.rotate(actor, id, input);
  }

  @Delete(':id')
  @Operation({
    id: 'revokeApiKey',
    summary: 'Revoke an API key',
    description:
      'The key is refused from its next request on; by other instances of the program within a second.',
    codes: ['API_KEY_NOT_FOUND'],
  })
  @ReturnsNothing()
  async revoke(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.keys.revoke(actor, id);
  }
}
