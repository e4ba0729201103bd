import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ComplaintsModule } from '../complaints/complaints.module.js';
import { RemediesModule } from '../remedies/remedies.module.js';
import { CluesService } from './detection/clues.service.js';
import { DetectionService } from './detection/detection.service.js';
import { GoodwillController } from './goodwill.controller.js';
import { IncidentGoodwill } from './incident-goodwill.service.js';
import { IncidentWork } from './incident-work.service.js';
import { IncidentsController } from './incidents.controller.js';
import { IncidentsJobs } from './incidents.jobs.js';
import { IncidentsListener } from './incidents.listener.js';
import { IncidentsNotifications } from './incidents.notifications.js';
import { IncidentsPersonalData } from './incidents.personal-data.js';
import { IncidentsService } from './incidents.service.js';
import { SimilarController } from './similar/similar.controller.js';
import { SimilarService } from './similar/similar.service.js';
import { TextComparer } from './similar/text-vectors.js';

@Module({
  imports: [AuditModule, ComplaintsModule, RemediesModule],
  controllers: [IncidentsController, GoodwillController, SimilarController],
  providers: [
    IncidentsService,
    IncidentGoodwill,
    IncidentWork,
    CluesService,
    DetectionService,
    SimilarService,
    TextComparer,
    IncidentsJobs,
    IncidentsListener,
    IncidentsNotifications,
    IncidentsPersonalData,
  ],
})
export class IncidentsModule {}
