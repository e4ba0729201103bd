import { Injectable } from '@nestjs/common';
import { ListensTo, type DomainEvent } from '#libs/events';
import { FileStore } from '#libs/storage';
import { photographDeleted, type PhotographDeleted } from './photograph.events.js';

/** What was deleted, or erased with its customer, loses its file, however often the store was away. */
@Injectable()
export class PhotographsListener {
  constructor(private readonly store: FileStore) {}

  @ListensTo({ name: 'photographs.remove_files', to: [photographDeleted] })
  async removeFile({ data: { fileKey } }: DomainEvent<PhotographDeleted>): Promise<void> {
    await this.store.remove(fileKey);
  }
}
