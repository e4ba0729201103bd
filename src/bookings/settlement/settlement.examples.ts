import { paymentExamples } from './payment.examples.js';

const at = new Date('2026-11-21T06:30:00Z');
const entry = {
  id: '019d45db-5d40-7ebb-95d6-e8f90a1b2c3d',
  kind: 'payment',
  amountPaise: 706_82,
  method: 'upi',
  reference: '433212345678',
  clauses: [],
  at,
};

/** By name in the API document. */
export const settlementExamples = {
  CancellationQuote: {
    id: '019d45db-5d40-7ebb-95d6-e8f90a1b2c3e',
    feePaise: 141_36,
    reschedulingFeePaise: 0,
    refundPaise: 0,
    clauses: [
      {
        id: 'CAN-2',
        text: {
          en: 'Less than 4 hours before the visit: 20 % of the price, at most ₹300.',
          hi: 'विज़िट से पहले 4 घंटे से कम: कीमत का 20 %, ज़्यादा से ज़्यादा ₹300।',
        },
      },
    ],
    expiresAt: at,
  },
  RecordPayment: { amountPaise: 706_82, method: 'upi', reference: '433212345678' },
  RefundBooking: {
    amountPaise: 100_00,
    as: 'money',
    clause: 'REF-3',
    reason: 'The balcony was left out.',
  },
  BookingPaymentEntry: entry,
  BookingPayments: {
    bookingId: '019d45da-5d40-7ebb-95d6-e8f90a1b2c3d',
    chargedPaise: 706_82,
    feesPaise: 0,
    paidPaise: 706_82,
    paidCreditPaise: 0,
    refundedPaise: 0,
    refundedCreditPaise: 0,
    owedPaise: 0,
    currency: 'INR',
    entries: [entry],
    payments: [paymentExamples.PaymentWithRefunds],
  },
  PayBooking: { amountPaise: 706_82, mode: 'now' },
  CapturePayment: { amountPaise: 706_82, method: 'upi', reference: '433212345678' },
  RefundPayment: { amountPaise: 100_00, clause: 'REF-3', reason: 'The balcony was left out.' },
  Goodwill: { amountPaise: 200_00, clause: 'GWL-1', reason: 'Two visits fell through because of us.' },
  Payout: { amountPaise: 4_800_00, method: 'bank_transfer', reference: 'UTR433212345679' },
  PayoutEntry: {
    id: '019d45db-5d40-7ebb-95d6-e8f90a1b2c3f',
    providerId: '019d45d9-5d40-7ebb-95d6-e8f90a1b2c3d',
    amountPaise: 4_800_00,
    method: 'bank_transfer',
    reference: 'UTR433212345679',
    payablePaise: 0,
    at,
  },
};
