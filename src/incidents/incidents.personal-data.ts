import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { IncidentMember } from './incident.entity.js';
import { ComplaintLink } from './similar/complaint-link.entity.js';

/** That a complaint was one of several with one cause stays for the figures, without a word of it; that two were alike goes. */
@HoldsPersonalData('incidents')
@Injectable()
export class IncidentsPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const members = await em.find(
      IncidentMember,
      { customer, status: { $in: ['active', 'solved'] } },
      { populate: ['incident'], orderBy: { createdAt: 'asc', id: 'asc' } },
    );
    return members.map(({ incident, complaintId, createdAt }) => {
      const { reference, status } = incident;
      return { reference, status, complaintId, createdAt };
    });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeDelete(ComplaintLink, { complaint: { customer } });
  }
}
