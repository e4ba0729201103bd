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
  controllers: [ComplaintsController, ComplaintLifecycleController, ComplaintUpdatesController],
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
    ComplaintsTools,
    ComplaintsNotifications,
    ComplaintsPersonalData,
  ],
  exports: [ComplaintsService, ComplaintChanges, UpdatesService, ComplaintLifecycle],
})
export class ComplaintsModule {}
