import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Returns } from '#libs/http';
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
  @ApiOperation({ summary: 'What is switched on for you' })
  @Returns(myFlagsView)
  async mine(@CurrentActor() actor: Actor) {
    return { items: await this.flags.mine(actor) };
  }
}
