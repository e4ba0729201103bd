import { Controller, Get, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { AnswersInOwnForm, Operation, RateClass } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { HealthFilter } from './health.filter.js';
import { HealthDependencies } from './health-dependencies.js';
import { healthView, livenessView } from './health.schemas.js';

@ApiTags('Health')
@Controller({ path: 'health', version: VERSION_NEUTRAL })
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
    summary: 'Get the health of the service',
    description: 'Returns the same as readiness. When a check fails, the answer is a 503 of the same form.',
  })
  @AnswersInOwnForm(healthView, 503)
  overall() {
    return this.readiness();
  }

  @Get('liveness')
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  @Operation({
    id: 'checkLiveness',
    summary: 'Check liveness',
    description: 'A failure means that the process should be restarted. Dependencies are not checked.',
  })
  @AnswersInOwnForm(livenessView, 503)
  liveness() {
    return { status: 'ok' };
  }

  @Get('readiness')
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  @Operation({
    id: 'checkReadiness',
    summary: 'Check readiness',
    description:
      'Answers 503 while the database is away or full, while requests are refused because of load, and while the process stops. Without Redis the service is degraded, not down.',
  })
  @AnswersInOwnForm(healthView, 503)
  readiness() {
    const { dependencies } = this;
    return this.health.check([
      () => dependencies.database(),
      () => dependencies.redis(),
      () => dependencies.load(),
      () => dependencies.language(),
    ]);
  }
}
