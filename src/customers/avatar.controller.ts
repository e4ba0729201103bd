import { Body, Controller, Delete, Get, Put, Req, Res } from '@nestjs/common';
import { ApiBody, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  entityTagOf,
  isKnown,
  Operation,
  RateClass,
  ReturnsView,
  ReturnsNothing,
  TakesQuery,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { avatarBytes, avatarTypes } from './avatar.image.js';
import { AvatarsService, type AvatarPicture } from './avatars.service.js';

const binary = { type: 'string', format: 'binary' } as const;

@ApiTags('Account')
@Requires('self')
@OnlyFor('customer')
@Controller('users/me/avatar')
export class AvatarController {
  constructor(private readonly avatars: AvatarsService) {}

  @Get()
  @Operation({
    id: 'getAvatar',
    summary: 'Get your picture',
    description: 'Returns it as WebP, 256 pixels square.',
  })
  @ApiProduces('image/webp')
  @ReturnsView(z.string().meta(binary), { problems: { 404: { description: 'AVATAR_NOT_FOUND' } } })
  async get(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sent(await this.avatars.get(actor), request, reply);
  }

  @Put()
  @RateClass('expensive')
  @TakesQuery({ types: avatarTypes, limitBytes: avatarBytes })
  @ApiBody({ required: true, schema: binary })
  @Operation({
    id: 'replaceAvatar',
    summary: 'Replace your picture',
    description:
      'Takes PNG, JPEG or WebP, at most 2 MB. The picture is cropped to its middle and stripped of what the file says about place, time and camera.',
  })
  @ReturnsNothing({
    problems: { 400: { description: 'AVATAR_INVALID' }, 413: { description: 'BODY_TOO_LARGE' } },
  })
  replace(@CurrentActor() actor: Actor, @Body() bytes: Buffer | undefined) {
    return this.avatars.replace(actor, bytes);
  }

  @Delete()
  @Operation({
    id: 'deleteAvatar',
    summary: 'Delete your picture',
    description: 'Succeeds also when there is none.',
  })
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor) {
    return this.avatars.remove(actor);
  }
}

/** Kept by the browser, but asked for each time whether it is still the one. */
function sent({ image, version }: AvatarPicture, request: FastifyRequest, reply: FastifyReply) {
  reply.type('image/webp').header('etag', entityTagOf(version)).header('cache-control', 'private, no-cache');
  if (!isKnown(version, request.headers['if-none-match'])) return image;
  reply.code(304);
  return undefined;
}
