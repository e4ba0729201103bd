const item = { label: 'AC repair', quantity: 1, unitPaise: 599_00, amountPaise: 599_00 };
const invoice = {
  id: '019d45db-5d40-7ebb-95d6-e8f90a1b2c3d',
  kind: 'invoice' as const,
  number: 'HS/26-27/0000001',
  financialYear: '26-27',
  bookingReference: 'BK-7K3M9Q',
  seller: {
    name: 'Home Services Desk',
    address: '1 Example Road, Bengaluru 560001',
    gstin: '29AAAAA0000A1Z5',
  },
  buyerName: 'Asha Rao',
  buyerAddress: '12, 5th cross, Koramangala',
  pincode: '560034',
  placeOfSupply: 'Karnataka',
  sacCode: '9987',
  items: [item],
  taxablePaise: 599_00,
  cgstPaise: 53_91,
  sgstPaise: 53_91,
  igstPaise: 0,
  totalPaise: 706_82,
  currency: 'INR',
  suppliedAt: new Date('2026-11-21T05:30:00Z'),
  issuedAt: new Date('2026-11-21T05:31:00Z'),
};

/** By name in the API document. */
export const invoicesExamples = {
  InvoiceItem: item,
  Invoice: invoice,
  BookingInvoice: { invoice, creditNotes: [] },
};
