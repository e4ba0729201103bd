import { Module } from '@nestjs/common';
import { SentimentReader } from '#libs/nlu';
import { AuditModule } from '../audit/audit.module.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { AssignmentController } from './assignment/assignment.controller.js';
import { AssignmentDesk } from './assignment/assignment-desk.service.js';
import { AssignmentJobs } from './assignment/assignment.jobs.js';
import { AssignmentListener } from './assignment/assignment.listener.js';
import { AssignmentPolicyService } from './assignment/assignment-policy.service.js';
import { DeskPeople } from './assignment/desk-people.js';
import { DeskProfilesController } from './assignment/desk-profiles.controller.js';
import { DeskProfiles } from './assignment/desk-profiles.service.js';
import { DutyExceptions } from './assignment/duty-exceptions.service.js';
import { HandingOn } from './assignment/handing-on.service.js';
import { ComplaintChanges } from './complaint-changes.js';
import { ComplaintsController } from './complaints.controller.js';
import { ComplaintsNotifications } from './complaints.notifications.js';
import { ComplaintsPersonalData } from './complaints.personal-data.js';
import { ComplaintsService } from './complaints.service.js';
import { ComplaintsTools } from './complaints.tools.js';
import { ComplaintClosing } from './lifecycle/complaint-closing.js';
import { ComplaintLifecycleController } from './lifecycle/lifecycle.controller.js';
import { ComplaintLifecycle } from './lifecycle/lifecycle.service.js';
import { ComplaintScores } from './priority/complaint-scores.js';
import { ComplaintWords } from './priority/complaint-words.js';
import { PriorityController } from './priority/priority.controller.js';
import { PriorityJobs } from './priority/priority.jobs.js';
import { PriorityLine } from './priority/priority-line.service.js';
import { ComplaintTargets } from './targets/complaint-targets.js';
import { TargetsJobs } from './targets/targets.jobs.js';
import { TargetWatcher } from './targets/target-watcher.js';
import { ComplaintUpdatesController } from './updates/updates.controller.js';
import { UpdatesService } from './updates/updates.service.js';

@Module({
  imports: [AuditModule, BookingsModule, CustomersModule],
  controllers: [
    ComplaintsController,
    ComplaintLifecycleController,
    ComplaintUpdatesController,
    PriorityController,
    AssignmentController,
    DeskProfilesController,
  ],
  providers: [
    ComplaintsService,
    ComplaintChanges,
    ComplaintLifecycle,
    ComplaintClosing,
    UpdatesService,
    ComplaintTargets,
    TargetWatcher,
    TargetsJobs,
    ComplaintScores,
    ComplaintWords,
    SentimentReader,
    PriorityJobs,
    PriorityLine,
    AssignmentDesk,
    AssignmentPolicyService,
    AssignmentListener,
    AssignmentJobs,
    HandingOn,
    DeskPeople,
    DeskProfiles,
    DutyExceptions,
    ComplaintsTools,
    ComplaintsNotifications,
    ComplaintsPersonalData,
  ],
  exports: [AssignmentDesk, ComplaintsService, ComplaintChanges, UpdatesService, ComplaintLifecycle],
})
export class ComplaintsModule {}
