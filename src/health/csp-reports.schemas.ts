import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { cspReportsExamples } from './csp-reports.examples.js';

/** Browsers are not asked to send more; each fits the body many times. */
export const reportsAtMost = 20;

const text = z.string().max(4_000).optional();

/** Content policy violations (CSP3, section 5.5), as Firefox sends them to `report-uri`. What else browsers add is left out. */
const single = z
  .object({
    'csp-report': z.object({
      'document-uri': text,
      'effective-directive': text,
      'violated-directive': text,
      'blocked-uri': text,
    }),
  })
  .transform(({ 'csp-report': report }) => [
    {
      page: report['document-uri'],
      directive: report['effective-directive'] ?? report['violated-directive'],
      blocked: report['blocked-uri'],
    },
  ]);

/** The same for `report-to` (Reporting API), among reports of other kinds. */
const batch = z
  .array(
    z.object({
      type: z.string().max(100),
      body: z.object({ documentURL: text, effectiveDirective: text, blockedURL: text }).optional(),
    }),
  )
  .max(reportsAtMost)
  .transform((reports) =>
    reports.flatMap(({ type, body }) =>
      type === 'csp-violation' && body
        ? [{ page: body.documentURL, directive: body.effectiveDirective, blocked: body.blockedURL }]
        : [],
    ),
  );

export const cspReportsInput = z.union([single, batch]);
publishSchema(cspReportsInput, 'PolicyViolationReport', cspReportsExamples.PolicyViolationReport);
export type CspReport = z.output<typeof cspReportsInput>[number];
