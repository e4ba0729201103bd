import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { listOf, Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { figuresFile } from './figures-file.js';
import {
  complaintFiguresView,
  exportQuery,
  figuresFormats,
  figuresQuery,
  formatQuery,
  weeklyReportView,
  weekParam,
  type ComplaintFigures,
  type ExportQuery,
  type FiguresFormat,
  type FiguresQuery,
} from './reports.schemas.js';
import { ComplaintReports } from './reports.service.js';

const codes = ['WEEKLY_REPORT_NOT_FOUND'];

@ApiTags('Complaints: operations')
@OnlyFor('staff')
@Controller('ops/complaints')
export class ComplaintReportsController {
  constructor(private readonly reports: ComplaintReports) {}

  @Get('analytics')
  @Requires('reports.read')
  @RateClass('expensive')
  @Operation({
    id: 'getComplaintFigures',
    summary: 'Get the figures of complaints',
    description:
      'Counts the complaints that were filed in a range of days: how many, how fast they were answered and solved, and whether in time; by category, severity, city, provider, person, day and hour.',
  })
  @ReturnsView(complaintFiguresView)
  figures(@CurrentActor() actor: Actor, @Query({ schema: figuresQuery }) query: FiguresQuery) {
    return this.reports.figures(actor, query);
  }

  @Get('analytics/export')
  @Requires('reports.export')
  @RateClass('expensive')
  @Operation({
    id: 'exportComplaintFigures',
    summary: 'Export the figures of complaints',
    description: 'Returns the same as a file: CSV with a header line, or PDF.',
  })
  @ApiProduces(...Object.values(figuresFormats))
  @ReturnsView(z.string().meta({ type: 'string', format: 'binary' }))
  async export(
    @CurrentActor() actor: Actor,
    @Query({ schema: exportQuery }) { format, ...query }: ExportQuery,
  ) {
    return fileOf(await this.reports.figures(actor, query), format);
  }

  @Get('reports')
  @Requires('reports.read')
  @Operation({
    id: 'listWeeklyComplaintReports',
    summary: 'List the weekly reports on complaints',
    description: 'Returns those of a year, the latest first.',
  })
  @ReturnsView(listOf(weeklyReportView))
  async weeks(@CurrentActor() actor: Actor) {
    return { items: await this.reports.weeks(actor) };
  }

  @Get('reports/:week/export')
  @Requires('reports.export')
  @Operation({
    id: 'exportWeeklyComplaintReport',
    summary: 'Export a weekly report on complaints',
    description: 'Returns it as it was counted when the week had ended.',
    codes,
  })
  @ApiProduces(...Object.values(figuresFormats))
  @ReturnsView(z.string().meta({ type: 'string', format: 'binary' }))
  async week(
    @CurrentActor() actor: Actor,
    @Param('week', { schema: weekParam }) week: string,
    @Query({ schema: formatQuery }) { format }: z.output<typeof formatQuery>,
  ) {
    return fileOf(await this.reports.week(actor, week), format);
  }
}

async function fileOf(figures: ComplaintFigures, format: FiguresFormat): Promise<StreamableFile> {
  const { name, bytes } = await figuresFile(figures, format);
  return new StreamableFile(bytes, {
    type: figuresFormats[format],
    disposition: `attachment; filename="${name}"`,
    length: bytes.length,
  });
}
