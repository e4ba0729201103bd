import {
  requiredDocumentKinds,
  type DocumentKind,
  type ProviderDocument,
} from './provider-document.entity.js';

export interface ShownDocument {
  kind: DocumentKind;
  number: string;
  validUntil: string | null;
  isRequired: boolean;
  updatedAt: Date;
}

/** As staff see them. */
export function documentsShown(documents: readonly ProviderDocument[]): ShownDocument[] {
  return documents.map(({ kind, numberEnd, validUntil, updatedAt }) => ({
    kind: kind as DocumentKind,
    number: `••••${numberEnd}`,
    validUntil: validUntil ?? null,
    isRequired: requiredDocumentKinds.includes(kind as DocumentKind),
    updatedAt,
  }));
}
