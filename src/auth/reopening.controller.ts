import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, RateClass, ReturnsNothing } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { reopenInput, type ReopenInput } from './auth.schemas.js';
import { ReopeningService } from './reopening.service.js';

@ApiTags('Auth')
@Controller('auth/reopen')
export class ReopeningController {
  constructor(private readonly reopening: ReopeningService) {}

  @Post()
  @Public()
  @RateClass('auth')
  @Operation({
    id: 'reopenAccount',
    summary: 'Reopen a closed account',
    description:
      'Takes the link or the code that was sent when somebody asked for a new password, or tried to register, with a contact of an account that they have closed. Log in afterwards.',
  })
  @ReturnsNothing({
    problems: {
      400: { description: 'LINK_REFUSED, CODE_REFUSED: wrong, expired, or the account has been erased.' },
    },
  })
  reopen(@Body({ schema: reopenInput }) input: ReopenInput) {
    return this.reopening.reopen(input);
  }
}
