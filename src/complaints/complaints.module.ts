import { Module } from '@nestjs/common';
import { DocumentReader } from '#libs/documents';
import { SentimentReader } from '#libs/nlu';
import { AuditModule } from '../audit/audit.module.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { SlaModule } from '../sla/sla.module.js';
import { ComplaintAttachmentsController } from './attachments/attachments.controller.js';
import { AttachmentsListener } from './attachments/attachments.listener.js';
import { AttachmentsService } from './attachments/attachments.service.js';
import { KeptFiles } from './attachments/kept-file.js';
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
import { ComplaintStream } from './complaint.stream.js';
import { ComplaintsController } from './complaints.controller.js';
import { ComplaintsNotifications } from './complaints.notifications.js';
import { ComplaintsPersonalData } from './complaints.personal-data.js';
import { ComplaintsService } from './complaints.service.js';
import { ComplaintsTools } from './complaints.tools.js';
import { DeskNotifications } from './desk/desk.notifications.js';
import { ComplaintQueue } from './desk/queue/complaint-queue.js';
import { Mentions } from './updates/mentions.js';
import { BulkController } from './desk/bulk/bulk.controller.js';
import { BulkService } from './desk/bulk/bulk.service.js';
import { ComplaintDeskController } from './desk/lists/complaint-desk.controller.js';
import { ComplaintDeskService } from './desk/lists/complaint-desk.service.js';
import { CannedAnswersController } from './desk/macros/canned-answers.controller.js';
import { CannedAnswersService } from './desk/macros/canned-answers.service.js';
import { DeskActions } from './desk/macros/desk-actions.js';
import { MacroRuns } from './desk/macros/macro-runs.service.js';
import { ComplaintMacrosController } from './desk/macros/macros.controller.js';
import { ComplaintMacrosService } from './desk/macros/macros.service.js';
import { MergingController } from './desk/merging/merging.controller.js';
import { MergingService } from './desk/merging/merging.service.js';
import { ComplaintClassification } from './desk/topics/complaint-classification.js';
import { TopicsController } from './desk/topics/topics.controller.js';
import { TopicsService } from './desk/topics/topics.service.js';
import { ComplaintViewsController } from './desk/views/views.controller.js';
import { ComplaintViewsService } from './desk/views/views.service.js';
import { ComplaintClosing } from './lifecycle/complaint-closing.js';
import { ComplaintLifecycleController } from './lifecycle/lifecycle.controller.js';
import { ComplaintLifecycle } from './lifecycle/lifecycle.service.js';
import { CustomerNotices } from './notices/customers.notifications.js';
import { StaffNotices } from './notices/staff.notifications.js';
import { ComplaintScores } from './priority/complaint-scores.js';
import { ComplaintReportsController } from './reports/reports.controller.js';
import { ComplaintReportsJobs } from './reports/reports.jobs.js';
import { ComplaintReportsNotifications } from './reports/reports.notifications.js';
import { ComplaintReports } from './reports/reports.service.js';
import { SurveyRequests } from './surveys/survey-requests.js';
import { ComplaintSurveysController } from './surveys/surveys.controller.js';
import { SurveysService } from './surveys/surveys.service.js';
import { ComplaintWords } from './priority/complaint-words.js';
import { PriorityController } from './priority/priority.controller.js';
import { PriorityJobs } from './priority/priority.jobs.js';
import { PriorityLine } from './priority/priority-line.service.js';
import { ComplaintTargets } from './targets/complaint-targets.js';
import { TargetExplanations } from './targets/target-explanations.service.js';
import { TargetRecalculation } from './targets/target-recalculation.js';
import { TargetSimulation } from './targets/target-simulation.service.js';
import { ComplaintTargetsController } from './targets/targets.controller.js';
import { TargetsJobs } from './targets/targets.jobs.js';
import { TierListener } from './targets/tier-listener.js';
import { TargetWatcher } from './targets/target-watcher.js';
import { ComplaintTimelineController } from './timeline/timeline.controller.js';
import { TimelineService } from './timeline/timeline.service.js';
import { ComplaintUpdatesController } from './updates/updates.controller.js';
import { UpdatesService } from './updates/updates.service.js';

@Module({
  imports: [AuditModule, BookingsModule, CustomersModule, SlaModule],
  controllers: [
    ComplaintsController,
    ComplaintLifecycleController,
    ComplaintUpdatesController,
    BulkController,
    ComplaintDeskController,
    ComplaintViewsController,
    ComplaintMacrosController,
    CannedAnswersController,
    MergingController,
    TopicsController,
    ComplaintTargetsController,
    ComplaintReportsController,
    ComplaintAttachmentsController,
    ComplaintSurveysController,
    ComplaintTimelineController,
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
    ComplaintDeskService,
    ComplaintViewsService,
    CannedAnswersService,
    ComplaintMacrosService,
    DeskActions,
    MacroRuns,
    BulkService,
    ComplaintQueue,
    DeskNotifications,
    Mentions,
    ComplaintClassification,
    MergingService,
    TopicsService,
    ComplaintTargets,
    TargetWatcher,
    TierListener,
    TargetExplanations,
    TargetRecalculation,
    TargetSimulation,
    TargetsJobs,
    ComplaintScores,
    ComplaintReports,
    ComplaintReportsJobs,
    ComplaintReportsNotifications,
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
    ComplaintStream,
    AttachmentsService,
    AttachmentsListener,
    KeptFiles,
    DocumentReader,
    SurveyRequests,
    SurveysService,
    TimelineService,
    ComplaintsNotifications,
    CustomerNotices,
    StaffNotices,
    ComplaintsPersonalData,
  ],
  exports: [
    AssignmentDesk,
    ComplaintsService,
    ComplaintChanges,
    UpdatesService,
    ComplaintLifecycle,
    ComplaintTargets,
  ],
})
export class ComplaintsModule {}
