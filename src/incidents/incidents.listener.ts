import { Injectable } from '@nestjs/common';
import { ListensTo, type DomainEvent } from '#libs/events';
import { complaintFiled, type ComplaintFacts } from '../complaints/complaint.events.js';
import { DetectionService } from './detection/detection.service.js';
import { incidentStepDecided } from './incident.events.js';
import { IncidentWork } from './incident-work.service.js';
import { SimilarService } from './similar/similar.service.js';

/** What is heard twice is done once; what was not done to the end, the jobs finish. */
@Injectable()
export class IncidentsListener {
  constructor(
    private readonly similar: SimilarService,
    private readonly detection: DetectionService,
    private readonly work: IncidentWork,
  ) {}

  @ListensTo({ name: 'incidents.compare_complaints', to: [complaintFiled] })
  async compare({ aggregate }: DomainEvent<ComplaintFacts>): Promise<void> {
    await this.similar.link(aggregate.id);
    if (await this.detection.isWorthLooking(aggregate.id)) await this.detection.look();
  }

  @ListensTo({ name: 'incidents.do_steps', to: [incidentStepDecided] })
  async doSteps(): Promise<void> {
    await this.work.workOff();
  }
}
