const clause = {
  id: 'CAN-2',
  kind: 'cancellation' as const,
  text: {
    en: 'Less than 4 hours before the visit: 20 % of the price, at most ₹300.',
    hi: 'विज़िट से पहले 4 घंटे से कम: कीमत का 20 %, ज़्यादा से ज़्यादा ₹300।',
  },
  when: { isEnRoute: null, hoursBeforeStart: null, daysAfterVisit: null },
  amount: { sharePercent: 20, fixedPaise: 0, capPaise: 300_00 },
  countsAsCancellation: false,
};
const moving = { ...clause, id: 'MOV-2', kind: 'rescheduling' as const, countsAsCancellation: true };
const noShow = { ...clause, id: 'NSH-1', kind: 'no_show' as const };
const clauses = [clause, moving, noShow];
const note = 'A lower fee shortly before the visit.';
const at = new Date('2026-11-20T04:30:00Z');

/** By name in the API document. */
export const policiesExamples = {
  NewPolicyClause: clause,
  PolicyClause: clause,
  CreatePolicy: { note, clauses },
  ReplacePolicy: { note, clauses },
  PublishPolicy: { validFrom: '2026-12-01T00:00:00+05:30' },
  PolicyVersion: {
    number: 2,
    status: 'published' as const,
    note,
    clauses,
    validFrom: at,
    retiredAt: null,
    version: 2,
    createdAt: at,
    updatedAt: at,
  },
  CurrentPolicy: { number: 2, validFrom: at, clauses },
};
