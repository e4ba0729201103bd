const home = {
  label: 'Home',
  line: '12, 5th cross, Koramangala',
  landmark: 'Opposite the park',
  pincode: '560034',
};

/** By name in the API document. */
export const addressesExamples = {
  ReplaceAddress: home,
  UpdateAddress: { landmark: null },
  CreateAddress: { ...home, isDefault: true },
  Address: {
    id: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
    ...home,
    isDefault: true,
    version: 1,
    createdAt: new Date('2026-11-20T04:30:00Z'),
    updatedAt: new Date('2026-11-20T04:30:00Z'),
  },
};
