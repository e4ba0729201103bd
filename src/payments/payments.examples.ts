const line = {
  account: 'cash' as const,
  party: null,
  amountPaise: 706_82,
};

/** By name in the API document. */
export const paymentsExamples = {
  LedgerLine: line,
  LedgerEntry: {
    id: '019d45db-5d40-7ebb-95d6-e8f90a1b2c3d',
    kind: 'payment' as const,
    subjectType: 'booking' as const,
    subjectId: '019d45da-5d40-7ebb-95d6-e8f90a1b2c3d',
    method: 'upi',
    reference: '433212345678',
    clauses: [],
    effectKey: 'payment:booking:019d45da-5d40-7ebb-95d6-e8f90a1b2c3d:upi:433212345678',
    lines: [
      line,
      {
        account: 'customer_receivable' as const,
        party: '019d45d6-0ddb-7692-9f4f-68a7e8739102',
        amountPaise: -706_82,
      },
    ],
    at: new Date('2026-11-21T06:30:00Z'),
  },
  LedgerBalance: { account: 'cash' as const, balancePaise: 706_82 },
  CustomerCredit: { balancePaise: 200_00, currency: 'INR' },
};
