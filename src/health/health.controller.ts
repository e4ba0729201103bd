import { Controller, Get, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { OutsidePrefix, RateClass } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { HealthFilter } from './health.filter.js';
import { Dependencies } from './dependencies.js';

@ApiTags('Health')
@OutsidePrefix()
@Controller('health')
@Public()
@RateClass('none')
@UseFilters(HealthFilter)
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly dependencies: Dependencies,
  ) {}

  @Get()
  @HealthCheck()
  @ApiOperation({ summary: 'State of the service and of what it depends on' })
  overall() {
    return this.readiness();
  }

  @Get('liveness')
  @HealthCheck()
  @ApiOperation({ summary: 'Whether the process answers; a failure means: restart it' })
  liveness() {
    return { status: 'ok' };
  }

  @Get('readiness')
  @HealthCheck()
  @ApiOperation({
    summary:
      'Whether requests can be served; 503 while the database is away or full, requests are refused for the load, or the process is stopping',
  })
  readiness() {
    const { dependencies } = this;
    return this.health.check([
      () => dependencies.database(),
      () => dependencies.redis(),
      () => dependencies.load(),
    ]);
  }
}
