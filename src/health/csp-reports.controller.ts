import { Body, Controller, Post, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { cspReportPath, Operation, RateClass, ReturnsNothing, TakesQuery } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { CspReports } from './csp-reports.js';
import { cspReportsInput, type CspReport } from './csp-reports.schemas.js';

@ApiTags('Health')
@Public()
@Controller({ path: cspReportPath, version: VERSION_NEUTRAL })
export class CspReportsController {
  constructor(private readonly reports: CspReports) {}

  @Post()
  @RateClass('expensive')
  @TakesQuery({
    types: ['application/csp-report', 'application/reports+json', 'application/json'],
    limitBytes: 16 * 1024,
    as: 'json',
  })
  @Operation({
    id: 'reportPolicyViolation',
    summary: 'Report a content policy violation',
    description:
      'Browsers send it when a page of this service was kept from doing something. It is written to the log.',
  })
  @ReturnsNothing()
  report(@Body({ schema: cspReportsInput }) reports: CspReport[]): void {
    this.reports.take(reports);
  }
}
