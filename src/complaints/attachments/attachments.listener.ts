import { Injectable } from '@nestjs/common';
import { ListensTo, type DomainEvent } from '#libs/events';
import { FileStore } from '#libs/storage';
import { complaintAttachmentDeleted, type AttachmentDeleted } from './attachment.events.js';

/** What was deleted, or erased with its customer, loses its file, however often the store was away. */
@Injectable()
export class AttachmentsListener {
  constructor(private readonly store: FileStore) {}

  @ListensTo({ name: 'complaints.remove_files', to: [complaintAttachmentDeleted] })
  async removeFile({ data: { fileKey } }: DomainEvent<AttachmentDeleted>): Promise<void> {
    await this.store.remove(fileKey);
  }
}
