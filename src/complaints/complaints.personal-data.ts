import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { EventOutbox } from '#libs/events';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { StreamLog } from '#libs/realtime';
import { ComplaintAttachment } from './attachments/attachment.entity.js';
import { complaintAttachmentDeleted } from './attachments/attachment.events.js';
import { complaintStream } from './complaint.stream.js';
import { Complaint } from './complaint.entity.js';
import { PriorityEntry } from './priority/priority-entry.entity.js';
import { ComplaintSurvey } from './surveys/survey.entity.js';
import { ComplaintUpdate } from './updates/complaint-update.entity.js';

/** That there was a complaint, of which kind and how it ended, stays for the figures; what anybody wrote in it goes. */
@HoldsPersonalData('complaints')
@Injectable()
export class ComplaintsPersonalData implements PersonalDataSource {
  constructor(
    private readonly events: EventOutbox,
    private readonly streams: StreamLog,
  ) {}

  /** Without what staff noted among themselves: it may speak of other people, and is given out by somebody who has read it. */
  async export(em: EntityManager, customer: string) {
    const orderBy = { createdAt: 'asc', id: 'asc' } as const;
    const complaints = await em.find(Complaint, { customer }, { orderBy });
    const updates = await em.find(
      ComplaintUpdate,
      { complaint: { customer }, visibility: 'public' },
      { orderBy },
    );
    const attachments = await em.find(
      ComplaintAttachment,
      { complaint: { customer }, visibility: 'public' },
      { orderBy },
    );
    const surveys = await em.find(ComplaintSurvey, { complaint: { customer } }, { orderBy });
    return complaints.map(
      ({ id, reference, category, severity, status, subject, description, wanted, ...times }) => ({
        id,
        reference,
        category,
        severity,
        status,
        subject,
        description,
        wanted,
        createdAt: times.createdAt,
        resolvedAt: times.resolvedAt,
        updates: of(id, updates).map(({ authorKind, body, createdAt }) => ({ authorKind, body, createdAt })),
        attachments: of(id, attachments).map(({ name, kind, sizeBytes, byKind, createdAt }) => {
          return { name, kind, sizeBytes, byKind, createdAt };
        }),
        surveys: of(id, surveys).map(({ resolvedAt, score, comment, answeredAt }) => {
          return { resolvedAt, score, comment, answeredAt };
        }),
      }),
    );
  }

  async subjects(em: EntityManager, customer: string) {
    return [
      ...(await subjectsOf(em, 'complaint', Complaint, { customer })),
      ...(await subjectsOf(em, 'complaint_attachment', ComplaintAttachment, { complaint: { customer } })),
    ];
  }

  /** Files go whoever added them: the rows at once, the files when that is heard. The scores of surveys stay for the figures. */
  async erase(em: EntityManager, customer: string): Promise<void> {
    const complaints = await em.find(Complaint, { customer }, { fields: ['id'], disableIdentityMap: true });
    await this.streams.remove(
      em,
      complaints.map(({ id }) => complaintStream(id)),
    );
    const files = await em.find(
      ComplaintAttachment,
      { complaint: { customer } },
      { disableIdentityMap: true },
    );
    for (const { id, fileKey } of files) this.events.publish(complaintAttachmentDeleted, id, { fileKey });
    await em.nativeDelete(ComplaintAttachment, { complaint: { customer } });
    await em.nativeUpdate(ComplaintSurvey, { complaint: { customer } }, { comment: '' });
    await em.nativeUpdate(PriorityEntry, { complaint: { customer } }, { reasons: [] });
    await em.nativeUpdate(ComplaintUpdate, { complaint: { customer } }, { body: '', requestKey: null });
    await em.nativeUpdate(Complaint, { customer }, { subject: '', description: '', requestKey: null });
  }
}

function of<Row extends { complaint: { id: string } }>(complaint: string, rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.complaint.id === complaint);
}
