import { z } from 'zod';
import { defineEvent } from '#libs/events';
import { documentKinds } from './provider-document.entity.js';

const expiringDocument = z.object({
  providerId: z.uuid(),
  name: z.string(),
  kind: z.enum(documentKinds),
  validUntil: z.iso.date(),
});
export type ExpiringDocument = z.output<typeof expiringDocument>;

/** Not for webhooks: what papers somebody has is nobody else's. */
export const providerDocumentExpiring = defineEvent({
  type: 'provider.document_expiring',
  aggregate: 'provider',
  description: 'A document of a provider ends within thirty days, or has ended.',
  isPublic: false,
  data: expiringDocument,
});
