// Papers of providers. A required one that ends takes its provider out of the slots from the next day on; staff are told before.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, raw } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import type { ExpectedVersions } from '#libs/http';
import { inBatches } from '#libs/orm';
import { addDays, Clock, localDate } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { Settings } from '../../config/settings.js';
import type { ReplaceDocumentInput } from '../ops/provider-records.schemas.js';
import { ProviderRecordsService } from '../ops/provider-records.service.js';
import type { ShownRecordDetail } from '../ops/shown-record.js';
import type { Provider } from '../provider.entity.js';
import { providerDocumentExpiring } from './document.events.js';
import {
  documentsValidUntil,
  numberEndLength,
  ProviderDocument,
  type DocumentKind,
} from './provider-document.entity.js';

/** Staff are told so many days before a document ends: renewing a police verification takes weeks. */
const noticeDays = 30;
/** Of one transaction. */
const batchSize = 100;

@PublishesEvents(providerDocumentExpiring)
@Injectable()
export class DocumentsService {
  constructor(
    private readonly em: EntityManager,
    private readonly records: ProviderRecordsService,
    private readonly events: EventOutbox,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Enters a document, or the renewed one in place of the old. @throws NotFound, PreconditionFailed, ProviderLeft */
  replace(
    actor: Actor,
    id: string,
    kind: DocumentKind,
    { number, validUntil }: ReplaceDocumentInput,
    expected: ExpectedVersions,
  ): Promise<ShownRecordDetail> {
    return this.records.changing(actor, id, 'provider.document_changed', expected, async (provider) => {
      const known = await this.em.findOne(ProviderDocument, { provider: id, kind });
      const before = { kind, validUntil: known?.validUntil ?? null };
      const numberEnd = number.slice(-numberEndLength);
      if (known) Object.assign(known, { numberEnd, validUntil });
      else this.em.create(ProviderDocument, { provider, kind, numberEnd, validUntil });
      await this.keepValidity(provider);
      return { before, after: { kind, validUntil } };
    });
  }

  /** @throws NotFound, PreconditionFailed, ProviderLeft */
  remove(
    actor: Actor,
    id: string,
    kind: DocumentKind,
    expected: ExpectedVersions,
  ): Promise<ShownRecordDetail> {
    return this.records.changing(actor, id, 'provider.document_removed', expected, async (provider) => {
      const known = await this.em.findOne(ProviderDocument, { provider: id, kind });
      if (!known) throw new NotFound('Provider document', kind);
      this.em.remove(known);
      await this.keepValidity(provider);
      return { before: { kind, validUntil: known.validUntil ?? null } };
    });
  }

  /**
   * Publishes `provider.document_expiring` once for each last day that is near or over. Note and event are written together, so neither a crash nor a
   * run at the same time makes two of one.
   * @returns how many
   */
  tellOfEnds(signal: AbortSignal): Promise<number> {
    return inBatches(
      batchSize,
      (limit) => this.em.fork().transactional((em) => this.tellSome(em, limit)),
      signal,
    );
  }

  private async tellSome(em: EntityManager, limit: number): Promise<number> {
    const today = localDate(this.clock.now(), this.settings.BUSINESS_TIME_ZONE);
    const ending = await em.find(
      ProviderDocument,
      {
        validUntil: { $lte: addDays(today, noticeDays) },
        provider: { status: { $ne: 'left' } },
        [raw((alias) => `${alias}.noticed_for is distinct from ${alias}.valid_until`)]: [],
      },
      { orderBy: { validUntil: 'asc', id: 'asc' }, limit, populate: ['provider'] },
    );
    // Locked one by one in the order of their ids: somebody may be renewing one at this moment.
    const ids = ending.map(({ id }) => id).sort();
    const locked = await em.find(
      ProviderDocument,
      { id: { $in: ids } },
      { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    for (const document of locked.filter((each) => each.noticedFor !== each.validUntil)) {
      document.noticedFor = document.validUntil;
      const { id: providerId, name } = ending.find(({ id }) => id === document.id)!.provider as Provider;
      this.events.publish(providerDocumentExpiring, providerId, {
        providerId,
        name,
        kind: document.kind as DocumentKind,
        validUntil: document.validUntil!,
      });
    }
    return ending.length;
  }

  /** In the transaction of the change, with the provider locked. */
  private async keepValidity(provider: Provider): Promise<void> {
    await this.em.flush();
    const documents = await this.em.find(ProviderDocument, { provider: provider.id });
    provider.documentsValidUntil = documentsValidUntil(documents);
  }
}
