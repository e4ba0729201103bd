import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { PersonalData } from '#libs/personal-data';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { CustomersService } from './customers.service.js';

@Injectable()
export class ExportService {
  constructor(
    private readonly em: EntityManager,
    private readonly customers: CustomersService,
    private readonly personalData: PersonalData,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Everything that is held about the customer. Noted first, so that the export shows itself. @throws NotFound */
  async export(actor: Actor) {
    const customer = await this.customers.profile(actor);
    await this.audit.record(actor, { action: 'customer.exported', ...customer.auditTarget() });
    await this.em.flush();
    const data = await this.personalData.export(this.em, customer.id);
    return { id: customer.id, exportedAt: this.clock.now(), data };
  }
}
