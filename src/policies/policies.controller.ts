import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, ReturnsView } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { currentPolicyView } from './policies.schemas.js';
import { PoliciesService } from './policies.service.js';

@ApiTags('Policies')
@Controller('policies')
export class PoliciesController {
  constructor(private readonly policies: PoliciesService) {}

  @Get()
  @Public()
  @Operation({
    id: 'getCurrentPolicy',
    summary: 'Get the policies in force',
    description:
      'Returns what cancelling, moving and missing a visit costs, and when money comes back, clause by clause, for a booking that is made now. A booking keeps the version that held when it was made.',
  })
  @ReturnsView(currentPolicyView)
  current() {
    return this.policies.current();
  }
}
