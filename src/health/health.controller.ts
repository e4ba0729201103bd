import { Controller, Get, UseFilters } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { AnswersInOwnForm, Operation, OutsidePrefix, RateClass } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { HealthFilter } from './health.filter.js';
import { HealthDependencies } from './health-dependencies.js';
import { healthView, livenessView } from './health.schemas.js';

@ApiTags('Health')
@OutsidePrefix()
@Controller('health')
@Public()
@RateClass('none')
@UseFilters(HealthFilter)
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly dependencies: HealthDependencies,
  ) {}

  @Get()
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  @Operation({
    id: 'getHealth',
    summary: 'Check the service and what it depends on.',
    description: 'The same as readiness. A failed check is answered with 503 and the same form.',
  })
  @AnswersInOwnForm(healthView, 503)
  overall() {
    return this.readiness();
  }

  @Get('liveness')
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  @Operation({
    id: 'checkLiveness',
    summary: 'Check whether the process answers.',
    description: 'A failure means: restart it. Nothing that it depends on is asked.',
  })
  @AnswersInOwnForm(livenessView, 503)
  liveness() {
    return { status: 'ok' };
  }

  @Get('readiness')
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  @Operation({
    id: 'checkReadiness',
    summary: 'Check whether requests can be served.',
    description:
      'Answers 503 while the database is away or full, requests are refused for the load, or the process is stopping. Without Redis it is worse, not down.',
  })
  @AnswersInOwnForm(healthView, 503)
  readiness() {
    const { dependencies } = this;
    return this.health.check([
      () => dependencies.database(),
      () => dependencies.redis(),
      () => dependencies.load(),
    ]);
  }
}
