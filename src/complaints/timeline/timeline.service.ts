// What has happened to a complaint and what was said about it, in one order.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { PageReader, type Page } from '#libs/http';
import { customerScope, type Actor } from '../../access/actor.js';
import { ComplaintAttachment } from '../attachments/attachment.entity.js';
import { AttachmentsService } from '../attachments/attachments.service.js';
import { ComplaintEvent } from '../complaint.entity.js';
import { ComplaintsService } from '../complaints.service.js';
import { ComplaintUpdate } from '../updates/complaint-update.entity.js';
import { timelineEntry, type TimelineThings } from './timeline-entry.js';
import { timelineList, type TimelineEntry, type TimelineQuery } from './timeline.schemas.js';

@Injectable()
export class TimelineService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly complaints: ComplaintsService,
    private readonly attachments: AttachmentsService,
  ) {}

  /** Customers see what is public, staff all of it. That staff look is noted. @throws NotFound, CursorInvalid */
  async list(actor: Actor, complaintId: string, query: TimelineQuery): Promise<Page<TimelineEntry>> {
    await this.complaints.get(actor, complaintId);
    const isPublic = customerScope(actor) ? { visibility: 'public' as const } : {};
    const where = [{ complaint: complaintId }, isPublic];
    const { items, nextCursor } = await this.pages.read(ComplaintEvent, timelineList, query, { where });
    const things = await this.thingsOf(complaintId, items, isPublic);
    return { items: items.map((line) => timelineEntry(actor, line, things)), nextCursor };
  }

  /** Held against the same limit as the lines: a line never shows what its reader may not see. */
  private async thingsOf(
    complaint: string,
    lines: readonly ComplaintEvent[],
    isPublic: { visibility?: 'public' },
  ): Promise<TimelineThings> {
    const named = (fact: 'updateId' | 'attachmentId') =>
      lines.flatMap(({ facts }) => (facts as Record<string, string>)[fact] ?? []);
    const of = (ids: string[]) => ({ complaint, ...isPublic, id: { $in: ids } });
    const updates = await this.em.find(ComplaintUpdate, of(named('updateId')));
    const attachments = await this.em.find(ComplaintAttachment, of(named('attachmentId')));
    return {
      updates: new Map(updates.map((update) => [update.id, update])),
      attachments: new Map(attachments.map((each) => [each.id, this.attachments.shown(each)])),
    };
  }
}
