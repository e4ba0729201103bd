// Files of complaints: photographs of what went wrong, and bills.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { newId } from '#libs/orm';
import { FileStore, KeepsFiles, SignedLinks, type FileKeeper, type SignedLink } from '#libs/storage';
import { Clock, dayMs } from '#libs/time';
import { Forbidden } from '../../access/access.errors.js';
import { customerScope, type Actor } from '../../access/actor.js';
import { customerOwning, FindsOwner } from '../../access/resource-owners.js';
import { ReadsService } from '../../audit/reads.service.js';
import { apiPrefix } from '../../config/api-prefix.js';
import { ComplaintChanges, type ComplaintChange } from '../complaint-changes.js';
import { Complaint, ComplaintEvent, ownComplaints } from '../complaint.entity.js';
import { complaintFactsOf } from '../complaint.events.js';
import type { UpdateVisibility } from '../complaint.terms.js';
import { ComplaintAttachment, mostAttachments, mostAttachmentsPerDay } from './attachment.entity.js';
import { complaintAttached, complaintAttachmentDeleted } from './attachment.events.js';
import { TooManyAttachments, TooManyAttachmentsToday } from './attachments.errors.js';
import type { AddAttachmentInput } from './attachments.schemas.js';
import { KeptFiles, shownName, type KeptFile } from './kept-file.js';

const folder = 'complaint-attachments';

export type ShownAttachment = Pick<
  ComplaintAttachment,
  'id' | 'kind' | 'visibility' | 'name' | 'sizeBytes' | 'byKind' | 'createdAt'
> &
  SignedLink & { complaintId: string };

export interface FetchedAttachment {
  kind: ComplaintAttachment['kind'];
  name: string;
  bytes: Buffer;
}

type NewAttachment = Pick<ComplaintAttachment, 'id' | 'fileKey' | 'name' | 'visibility'> & KeptFile;

@PublishesEvents(complaintAttached, complaintAttachmentDeleted)
@KeepsFiles(folder)
@Injectable()
export class AttachmentsService implements FileKeeper {
  constructor(
    private readonly em: EntityManager,
    private readonly changes: ComplaintChanges,
    private readonly files: KeptFiles,
    private readonly store: FileStore,
    private readonly links: SignedLinks,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /** Of an internal one nobody: it is staff's. */
  @FindsOwner('complaint_attachment')
  async ownerOf(id: string) {
    const where = { id, visibility: 'public' as const };
    const attachment = await this.em.findOne(ComplaintAttachment, where, { populate: ['complaint'] });
    return customerOwning(attachment && attachment.complaint);
  }

  /**
   * Adds to a complaint that somebody works on; staff may keep something for themselves at any time. Photographs that were waited for from the
   * customer are there then.
   * @throws NotFound when the complaint is another customer's, Forbidden for a customer who adds for staff only, ComplaintEnded,
   *   TooManyAttachments, TooManyAttachmentsToday, AttachmentInvalid, ImageInvalid, DocumentUnreadable, StorageAway
   */
  async add(actor: Actor, complaintId: string, input: AddAttachmentInput): Promise<ShownAttachment> {
    const { visibility, file } = input;
    const complaint = await this.complaintOf(actor, complaintId);
    if (visibility === 'internal' && customerScope(actor)) throw new Forbidden('to be staff');
    // Before the work is done, and again with the row held.
    await this.checkRoom(this.em, actor, complaint, visibility);
    const kept = await this.files.of(file);
    const id = newId();
    const fileKey = `${folder}/${id}.${kept.extension}`;
    const made = { id, fileKey, visibility, name: shownName(file!.name, kept), ...kept };
    return this.store.keep(fileKey, kept.bytes, () => this.write(actor, complaintId, made));
  }

  /** The earliest first; to its customer what is public. That staff look is noted. @throws NotFound */
  async list(actor: Actor, complaintId: string): Promise<ShownAttachment[]> {
    const { customer: person } = await this.complaintOf(actor, complaintId);
    const object = { type: 'complaint', id: complaintId };
    await this.reads.note(actor, { action: 'complaint.viewed', object, person });
    const where = { complaint: complaintId, ...seenBy(actor) };
    const orderBy = { createdAt: 'asc', id: 'asc' } as const;
    const attachments = await this.em.find(ComplaintAttachment, where, { orderBy });
    return attachments.map((attachment) => this.shown(attachment));
  }

  /** For whoever has a link that we have signed. @throws NotFound also when the link is over, or none of ours; StorageAway */
  async fetch(id: string, signature: string): Promise<FetchedAttachment> {
    if (!this.links.isGood(id, signature, this.clock.now())) throw new NotFound('Complaint attachment', id);
    const attachment = await this.em.findOne(ComplaintAttachment, { id });
    const bytes = attachment && (await this.store.get(attachment.fileKey));
    if (!bytes) throw new NotFound('Complaint attachment', id);
    return { kind: attachment.kind, name: attachment.name, bytes };
  }

  /** Customers delete what they have sent themselves, staff anything. @throws NotFound */
  async remove(actor: Actor, id: string): Promise<void> {
    const customer = customerScope(actor);
    const where = { id, ...(customer && { byKind: 'customer', byId: customer }) };
    const found = await this.em.findOne(ComplaintAttachment, where);
    if (!found) throw new NotFound('Complaint attachment', id);
    await this.changes.change(actor, found.complaint.id, 'complaint.attachment_deleted', async (change) => {
      const { em, complaint, now } = change;
      const attachment = await em.findOne(ComplaintAttachment, where, { refresh: true });
      if (!attachment) throw new NotFound('Complaint attachment', id);
      const { fileKey, visibility } = attachment;
      complaint.record({ kind: 'detached', at: now, visibility, facts: { attachmentId: id } }, actor);
      this.events.publish(complaintAttachmentDeleted, id, { fileKey });
      em.remove(attachment);
    });
  }

  /** With a link that fetches it for ten minutes. */
  shown(attachment: ComplaintAttachment): ShownAttachment {
    const { id, complaint, kind, visibility, name, sizeBytes, byKind, createdAt } = attachment;
    const link = this.links.link(`/${apiPrefix}/complaint-attachments/${id}/file`, id, this.clock.now());
    return { id, complaintId: complaint.id, kind, visibility, name, sizeBytes, byKind, createdAt, ...link };
  }

  async namedAmong(keys: readonly string[]): Promise<string[]> {
    const where = { fileKey: { $in: [...keys] } };
    const named = await this.em.find(ComplaintAttachment, where, { disableIdentityMap: true });
    return named.map(({ fileKey }) => fileKey);
  }

  private async write(actor: Actor, complaintId: string, made: NewAttachment): Promise<ShownAttachment> {
    let added!: ComplaintAttachment;
    await this.changes.change(actor, complaintId, 'complaint.attachment_added', async (change) => {
      added = await this.addRow(actor, change, made);
    });
    return this.shown(added);
  }

  private async addRow(
    actor: Actor,
    { em, complaint, now }: ComplaintChange,
    { id, kind, visibility, name, fileKey, bytes }: NewAttachment,
  ): Promise<ComplaintAttachment> {
    await this.checkRoom(em, actor, complaint, visibility);
    const customer = customerScope(actor);
    const by = { byKind: customer ? 'customer' : 'staff', byId: customer ?? actor.id };
    const file = { kind, visibility, name, fileKey, sizeBytes: bytes.length };
    const attachment = em.create(ComplaintAttachment, { id, complaint, ...file, ...by, createdAt: now });
    complaint.attached(actor, now, visibility, { attachmentId: id });
    if (visibility === 'public') {
      const told = { ...complaintFactsOf(complaint), attachmentId: id, by: actor.kind };
      this.events.publish(complaintAttached, complaint.id, told);
    }
    return attachment;
  }

  private async complaintOf(actor: Actor, id: string): Promise<Complaint> {
    const complaint = await this.em.findOne(Complaint, { id, ...ownComplaints(actor) });
    if (!complaint) throw new NotFound('Complaint', id);
    return complaint;
  }

  /**
   * The limit of a day is held by the history. Whoever adds to several complaints in one moment may pass it by as many.
   * @throws ComplaintEnded, TooManyAttachments, TooManyAttachmentsToday
   */
  private async checkRoom(
    em: EntityManager,
    actor: Actor,
    complaint: Complaint,
    visibility: UpdateVisibility,
  ): Promise<void> {
    if (visibility === 'public') complaint.checkUnsolved();
    if ((await em.count(ComplaintAttachment, { complaint })) >= mostAttachments)
      throw new TooManyAttachments(mostAttachments);
    const customer = customerScope(actor);
    if (!customer) return;
    const at = { $gt: new Date(this.clock.now().getTime() - dayMs) };
    const today = { complaint: { customer }, kind: 'attached', byKind: { $ne: 'staff' }, at } as const;
    if ((await em.count(ComplaintEvent, today)) >= mostAttachmentsPerDay)
      throw new TooManyAttachmentsToday(mostAttachmentsPerDay);
  }
}

const seenBy = (actor: Actor) => (customerScope(actor) ? { visibility: 'public' as const } : {});
