import { Module } from '@nestjs/common';
import { ComplaintOwners } from './complaint-owners.js';
import { ComplaintsJobs } from './complaints.jobs.js';
import { ComplaintsPersonalData } from './complaints.personal-data.js';
import { TargetsService } from './targets.service.js';

@Module({
  providers: [ComplaintsPersonalData, ComplaintsJobs, TargetsService, ComplaintOwners],
})
export class ComplaintsModule {}
