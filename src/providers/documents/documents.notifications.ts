import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import { instantAt } from '#libs/time';
import type { Permission } from '../../access/roles.js';
import { Settings } from '../../config/settings.js';
import { providerDocumentExpiring, type ExpiringDocument } from './document.events.js';
import { ProviderDocument } from './provider-document.entity.js';

const expiringKind = defineNotificationKind({
  name: 'provider.document_expiring',
  category: 'providers',
  audience: ['staff'] as const,
  facts: z.object({
    providerId: z.uuid(),
    /** Of the provider. */
    provider: z.string(),
    document: z.string(),
    /** The beginning of the last day. */
    lastDay: z.iso.datetime(),
  }),
  sample: {
    providerId: '019aa000-0000-7000-8000-000000000005',
    provider: 'Ramesh Kumar',
    document: 'police_verification',
    lastDay: '2026-12-20T18:30:00.000Z',
  },
  description: 'A document of a provider ends soon.',
  templates: {
    en: {
      subject: 'A document of {provider} ends on {lastDay, date, day}',
      title: 'Document of a provider ends',
      body: 'The document {document} of {provider} ends on {lastDay, date, day}. Without a valid one no new visit is sold.',
      short: 'A document of a provider ends on {lastDay, date, shortDay}: {document}.',
    },
    hi: {
      subject: '{provider} का एक दस्तावेज़ {lastDay, date, day} को समाप्त होगा',
      title: 'दस्तावेज़ समाप्त होने वाला है',
      body: '{provider} का दस्तावेज़ {document} {lastDay, date, day} को समाप्त होगा। उसके बिना कोई नई विज़िट नहीं बिकेगी।',
      short: 'पेशेवर का दस्तावेज़ {lastDay, date, shortDay} को समाप्त होगा।',
    },
  },
});

/** Of those who can enter the renewed one. */
const keeping: Permission = 'providers.update';

@Injectable()
export class DocumentsNotifications {
  constructor(
    private readonly em: EntityManager,
    private readonly settings: Settings,
  ) {}

  /** Nobody of one that was renewed meanwhile. */
  @Notifies({ listener: 'notifications.providers', on: providerDocumentExpiring, kinds: [expiringKind] })
  async expiring({ data }: DomainEvent<ExpiringDocument>) {
    const { providerId, kind, validUntil, name } = data;
    if ((await this.em.count(ProviderDocument, { provider: providerId, kind, validUntil })) === 0)
      return null;
    const lastDay = instantAt(validUntil, 0, this.settings.BUSINESS_TIME_ZONE).toISOString();
    const facts = { providerId, provider: name, document: kind, lastDay };
    return newNotification({ kind: expiringKind, to: null, orStaffHolding: keeping, facts });
  }
}
