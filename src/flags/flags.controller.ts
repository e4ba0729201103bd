import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { myFlagsView } from './flags.schemas.js';
import { FlagsService } from './flags.service.js';

@ApiTags('Flags')
@Controller('flags')
export class FlagsController {
  constructor(private readonly flags: FlagsService) {}

  @Get()
  @Requires('identified')
  @Operation({
    id: 'listOwnFlags',
    summary: 'List the flags that apply to you',
    description:
      'Returns every flag, and every feature that the program asks for, with whether it is on for you.',
  })
  @ReturnsView(myFlagsView)
  async mine(@CurrentActor() actor: Actor) {
    return { items: await this.flags.mine(actor) };
  }
}
