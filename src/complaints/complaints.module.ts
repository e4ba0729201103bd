import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { ComplaintChanges } from './complaint-changes.js';
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
import { ComplaintScores } from './priority/complaint-scores.js';
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
    BulkController,
    ComplaintDeskController,
    ComplaintViewsController,
    ComplaintMacrosController,
    CannedAnswersController,
    MergingController,
    TopicsController,
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
    TargetsJobs,
    ComplaintScores,
    ComplaintsTools,
    ComplaintsNotifications,
    ComplaintsPersonalData,
  ],
  exports: [ComplaintsService, ComplaintChanges, UpdatesService, ComplaintLifecycle],
})
export class ComplaintsModule {}
