const refund = {
  id: '019d45dd-5d40-7ebb-95d6-e8f90a1b2c3d',
  amountPaise: 100_00,
  status: 'succeeded' as const,
  failureCode: null,
};

const payment = {
  id: '019d45dc-5d40-7ebb-95d6-e8f90a1b2c3d',
  gateway: 'rest' as const,
  mode: 'now' as const,
  amountPaise: 706_82,
  status: 'created' as const,
  capturedPaise: 0,
  refundedPaise: 0,
  checkoutUrl: 'https://pay.gateway.example/c/8f3k',
  failureCode: null,
  createdAt: new Date('2026-11-21T06:30:00Z'),
};

/** By name in the API document. */
export const paymentExamples = {
  Payment: payment,
  PaymentRefund: refund,
  PaymentWithRefunds: {
    ...payment,
    status: 'partly_refunded' as const,
    capturedPaise: 706_82,
    refundedPaise: 100_00,
    refunds: [refund],
  },
};
