import { Module } from '@nestjs/common';
import { AnalyticsJobs } from './analytics.jobs.js';
import { AnalyticsService } from './analytics.service.js';

@Module({ providers: [AnalyticsService, AnalyticsJobs] })
export class AnalyticsModule {}
