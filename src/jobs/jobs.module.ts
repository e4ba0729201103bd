import { Global, Module } from '@nestjs/common';
import { JobActors } from '#libs/jobs';
import { AuditModule } from '../audit/audit.module.js';
import { FlagsModule } from '../flags/flags.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { JobGauges } from './job-gauges.js';
import { JobActorsService } from './job-actors.service.js';
import { JobsController } from './jobs.controller.js';
import { JobRetentionJobs } from './job-retention.jobs.js';
import { JobsPersonalData } from './jobs.personal-data.js';
import { JobsNotifications } from './jobs.notifications.js';
import { OwnJobsService } from './own-jobs.service.js';
import { OpsJobsController } from './ops-jobs.controller.js';
import { OpsJobsService } from './ops-jobs.service.js';

/** For everybody: whoever works on jobs asks it for whom. */
@Global()
@Module({
  imports: [AuditModule, FlagsModule, SessionsModule],
  controllers: [JobsController, OpsJobsController],
  providers: [
    { provide: JobActors, useClass: JobActorsService },
    OwnJobsService,
    OpsJobsService,
    JobGauges,
    JobRetentionJobs,
    JobsNotifications,
    JobsPersonalData,
  ],
  exports: [JobActors, OwnJobsService],
})
export class JobsModule {}
