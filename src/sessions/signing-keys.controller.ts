import { Controller, Get, Header, Post, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Idempotent, Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Public, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { jwksView, signingKeysView, signingKeyView } from './sessions.schemas.js';
import { SigningKeys } from './signing-keys.js';
import { SigningKeysService } from './signing-keys.service.js';

@ApiTags('Signing keys')
@Controller('ops/signing-keys')
export class SigningKeysController {
  constructor(private readonly keys: SigningKeysService) {}

  @Get()
  @Requires('system.configure')
  @Operation({
    id: 'listSigningKeys',
    summary: 'List the signing keys of access tokens',
    description: 'Returns the newest first. Secrets are never shown.',
  })
  @ReturnsView(signingKeysView)
  async list() {
    return { items: await this.keys.list() };
  }

  @Post('rotate')
  @Idempotent()
  @Requires('system.configure')
  @Operation({
    id: 'rotateSigningKey',
    summary: 'Rotate the signing key',
    description:
      'The next key is published at once and signs ten minutes later, when every verifier knows it.',
  })
  @ReturnsView(signingKeyView, {
    status: 201,
    problems: {
      409: { description: 'SIGNING_KEY_WAITING: the key of the last rotation does not sign yet.' },
    },
  })
  rotate(@CurrentActor() actor: Actor) {
    return this.keys.rotate(actor);
  }
}

@ApiTags('Signing keys')
@Controller({ path: '.well-known', version: VERSION_NEUTRAL })
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  @Get('jwks.json')
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @Operation({
    id: 'getKeySet',
    summary: 'Get the public signing keys',
    description: 'Returns a JSON Web Key Set (RFC 7517), for programs that verify access tokens themselves.',
  })
  @ReturnsView(jwksView)
  keySet() {
    return { keys: this.keys.published() };
  }
}
