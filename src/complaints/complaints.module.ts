import { Module } from '@nestjs/common';
import { ComplaintOwners } from './complaint-owners.js';
import { ComplaintsJobs } from './complaints.jobs.js';
import { ComplaintsNotifications } from './complaints.notifications.js';
import { ComplaintsPersonalData } from './complaints.personal-data.js';
import { TargetsService } from './targets.service.js';

@Module({
  providers: [
    ComplaintsPersonalData,
    ComplaintsJobs,
    ComplaintsNotifications,
    TargetsService,
    ComplaintOwners,
  ],
})
export class ComplaintsModule {}
