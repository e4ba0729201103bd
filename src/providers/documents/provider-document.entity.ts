// The papers of a provider: of what kind, and until when they are valid. Of their numbers only the end is kept.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import type { LocalDate } from '#libs/time';
import { Provider } from '../provider.entity.js';

export const documentKinds = ['identity', 'police_verification', 'trade_licence', 'insurance'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Without a valid one of these nobody is sent into a home. */
export const requiredDocumentKinds: readonly DocumentKind[] = ['identity', 'police_verification'];

/** So many characters of a number are kept: enough to tell two papers apart, too little to be of use to anybody else. */
export const numberEndLength = 4;

const ProviderDocumentSchema = defineEntity({
  name: 'ProviderDocument',
  tableName: 'provider_documents',
  checks: [{ name: 'provider_documents_number_check', expression: `char_length(number_end) <= 4` }],
  // A renewed one takes the place of the old one.
  uniques: [{ name: 'provider_documents_kind_unique', properties: ['provider', 'kind'] }],
  indexes: [{ name: 'provider_documents_validity_index', properties: ['validUntil', 'id'] }],
  properties: {
    id: idColumn(),
    provider: () => p.manyToOne(Provider).deleteRule('cascade'),
    kind: p.enum(documentKinds),
    numberEnd: p.string().length(numberEndLength),
    /** Last day, inclusive; null where it does not end. */
    validUntil: p.date().nullable(),
    /** The last day of which staff were told that it comes near: of another one they are told again. */
    noticedFor: p.date().nullable(),
    ...timestampColumns(),
  },
});
export class ProviderDocument extends ProviderDocumentSchema.class {}
ProviderDocumentSchema.setClass(ProviderDocument);

/** Until when a provider with these documents may work: the first last day of the required ones; null where none of them ends. */
export function documentsValidUntil(
  documents: readonly Pick<ProviderDocument, 'kind' | 'validUntil'>[],
): LocalDate | null {
  const ends = documents
    .filter(({ kind }) => requiredDocumentKinds.includes(kind as DocumentKind))
    .map(({ validUntil }) => validUntil)
    .filter((day) => day != null);
  return ends.length === 0 ? null : ends.reduce((first, day) => (day < first ? day : first));
}
