/** By name in the API document. */
export const editingExamples = {
  ReplaceBooking: {
    notes: 'The bell does not work, please call.',
    addressLine: '14, 5th cross, Koramangala',
    quantity: 2,
    attributes: ['gas-refill'],
    expectedTotalPaise: 141364,
  },
  UpdateBooking: { notes: 'Please bring a ladder.' },
};
