import { Module } from '@nestjs/common';
import { BookingsModule } from '../bookings/bookings.module.js';
import { ComplaintOwners } from './complaint-owners.js';
import { ComplaintsJobs } from './complaints.jobs.js';
import { ComplaintsNotifications } from './complaints.notifications.js';
import { ComplaintsPersonalData } from './complaints.personal-data.js';
import { ComplaintsService } from './complaints.service.js';
import { ComplaintsTools } from './complaints.tools.js';
import { TargetsService } from './targets.service.js';

@Module({
  imports: [BookingsModule],
  providers: [
    ComplaintsService,
    ComplaintsTools,
    ComplaintsPersonalData,
    ComplaintsJobs,
    ComplaintsNotifications,
    TargetsService,
    ComplaintOwners,
  ],
})
export class ComplaintsModule {}
