import { Module } from '@nestjs/common';
import { resourceOwners, theCustomer } from '../access/ownership.service.js';
import { Complaint } from './complaint.entity.js';
import { ComplaintsJobs } from './complaints.jobs.js';
import { ComplaintsPersonalData } from './complaints.personal-data.js';
import { TargetsService } from './targets.service.js';

@Module({
  providers: [
    ComplaintsPersonalData,
    ComplaintsJobs,
    TargetsService,
    resourceOwners('complaint', Complaint, theCustomer),
  ],
})
export class ComplaintsModule {}
