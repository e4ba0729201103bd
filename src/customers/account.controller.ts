import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Returns } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { customerView } from './customers.schemas.js';
import { CustomersService } from './customers.service.js';

@ApiTags('Account')
@Controller('users/me')
export class AccountController {
  constructor(private readonly customers: CustomersService) {}

  @Get()
  @Requires('self')
  @ApiOperation({ summary: 'Your own profile' })
  @Returns(customerView)
  profile(@CurrentActor() actor: Actor) {
    return this.customers.profile(actor);
  }
}
