import { Controller, Get, Header, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OutsidePrefix, Returns } from '#libs/http';
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
  @ApiOperation({ summary: 'The keys that access tokens are signed with, newest first' })
  @Returns(signingKeysView)
  async list() {
    return { items: await this.keys.list() };
  }

  @Post('rotate')
  @Requires('system.configure')
  @ApiOperation({ summary: 'Make the next key; it signs ten minutes later' })
  @Returns(signingKeyView, {
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
@OutsidePrefix()
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  @Get('jwks.json')
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'Public keys of the access tokens (RFC 7517)' })
  @Returns(jwksView)
  keySet() {
    return { keys: this.keys.published() };
  }
}
