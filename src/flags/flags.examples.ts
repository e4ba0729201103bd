const conditions = {
  description: 'The desk answers messages.',
  enabled: true,
  environments: ['production'],
  roles: ['customer'],
  percentage: 50,
};
const flag = {
  key: 'chat',
  ...conditions,
  version: 1,
  createdAt: new Date('2026-11-20T04:30:00Z'),
  updatedAt: new Date('2026-11-20T04:30:00Z'),
};

/** By name in the API document. */
export const flagsExamples = {
  ReplaceFlag: conditions,
  UpdateFlag: { percentage: 50 },
  CreateFlag: { key: 'chat', ...conditions },
  Flag: flag,
  FlagList: {
    items: [flag],
    defaults: [{ key: 'registration', description: 'Customers can register.', isOn: true }],
  },
  OwnFlag: { key: 'chat', isOn: true },
};
