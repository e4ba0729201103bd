import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { cspReportPath, RateClass, ReturnsNothing, Takes } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { CspReports } from './csp-reports.js';
import { cspReportsInput, type CspReport } from './csp-reports.schemas.js';

@ApiTags('Health')
@Public()
@Controller(cspReportPath)
export class CspReportsController {
  constructor(private readonly reports: CspReports) {}

  @Post()
  @RateClass('expensive')
  @Takes({
    types: ['application/csp-report', 'application/reports+json', 'application/json'],
    limitBytes: 16 * 1024,
    as: 'json',
  })
  @ApiOperation({ summary: 'What browsers report of the content policy of our pages' })
  @ReturnsNothing()
  report(@Body({ schema: cspReportsInput }) reports: CspReport[]): void {
    this.reports.take(reports);
  }
}
