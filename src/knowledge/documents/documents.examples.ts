const id = '019d45d6-0ddb-7692-9f4f-68a7e8739201';
const validFrom = new Date('2026-12-01T00:00:00Z');

const document = {
  id,
  slug: 'refunds',
  version: 2,
  title: 'Refunds',
  language: 'en',
  audience: 'customer' as const,
  validFrom,
  validUntil: null,
  isInForce: true,
  format: 'pdf' as const,
  fileName: 'refunds-2026-12.pdf',
  pageCount: 3,
  revision: 1,
  createdAt: new Date('2026-11-30T04:30:00Z'),
  updatedAt: new Date('2026-11-30T04:30:00Z'),
};
const body = '# Refunds\n\nMoney goes back the way it came, within five working days.';
const { revision: _r, createdAt: _c, updatedAt: _u, fileName: _f, format: _o, ...shown } = document;

/** By name in the API document. */
export const documentsExamples = {
  AddKnowledgeDocument: { slug: 'refunds', title: 'Refunds', language: 'en', audience: 'customer', body },
  UpdateKnowledgeDocument: { title: 'Refunds and credits', validUntil: '2027-01-01T00:00:00Z' },
  AcceptedKnowledgeDocument: { documentId: id, jobId: '019d45d6-0ddb-7692-9f4f-68a7e8739202' },
  KnowledgeDocument: document,
  KnowledgeDocumentDetail: { ...document, body, pageStarts: [0], pieces: 1, isEmbedded: true },
  PublishedDocument: { ...shown, body },
};
