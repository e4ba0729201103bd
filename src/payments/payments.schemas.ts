import { z } from 'zod';
import { ListForm, listOf, publishSchema } from '#libs/http';
import { collectionOf } from '#libs/orm';
import { entryKinds, ledgerAccounts, subjectTypes } from './ledger-entry.entity.js';
import { paymentsExamples } from './payments.examples.js';

const entryKind = z.enum(entryKinds).meta({ id: 'LedgerEntryKind' });
const account = z.enum(ledgerAccounts).meta({ id: 'LedgerAccount' });

export const ledgerList = new ListForm({
  sortBy: { at: 'instant' },
  default: '-at',
  period: { of: 'at', is: 'It was posted' },
  filters: {
    kind: entryKind.optional(),
    subjectId: z.uuid().optional().describe('A booking, a customer or a professional.'),
    customerId: z.uuid().optional(),
  },
});
export type ListLedgerEntries = z.output<typeof ledgerList.query>;

const lineView = z.object({
  account,
  party: z.uuid().nullable().describe('The customer or professional whose part of the account it is.'),
  amountPaise: z.int().describe('Debit above 0, credit below.'),
});
publishSchema(lineView, 'LedgerLine', paymentsExamples.LedgerLine);

export const ledgerEntryView = z.object({
  id: z.uuid(),
  kind: entryKind,
  subjectType: z.enum(subjectTypes),
  subjectId: z.uuid(),
  method: z.string().nullable().describe('How money came or went.'),
  reference: z.string().nullable(),
  clauses: z.array(z.string()).describe('Of the policies.'),
  effectKey: z.string(),
  lines: collectionOf(lineView).describe('They add up to nothing.'),
  at: z.date(),
});
publishSchema(ledgerEntryView, 'LedgerEntry', paymentsExamples.LedgerEntry);

const balanceView = z.object({ account, balancePaise: z.int() });
publishSchema(balanceView, 'LedgerBalance', paymentsExamples.LedgerBalance);
export const balancesView = listOf(balanceView);

export const creditView = z.object({
  balancePaise: z.int().describe('Used by itself for the next visit that is done.'),
  currency: z.string(),
});
publishSchema(creditView, 'CustomerCredit', paymentsExamples.CustomerCredit);
