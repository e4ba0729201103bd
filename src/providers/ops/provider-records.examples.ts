import { providersExamples } from '../providers.examples.js';

const person = {
  name: 'Ramesh Kumar',
  phone: '+919876543210',
  cityId: '019d45d0-5d40-7add-97f8-0a1b2c3d4e50',
  about: 'Twelve years with air conditioners.',
  weeklyMaxMinutes: 2880,
  minRestMinutes: 600,
};
const skills = ['019d45d0-5d40-7add-97f8-0a1b2c3d4e5f'];
const pincodes = ['560034', '560095'];
const record = {
  ...providersExamples.Provider,
  phone: person.phone,
  status: 'active' as const,
  nextStatuses: ['suspended' as const, 'left' as const],
  weeklyMaxMinutes: 2880,
  minRestMinutes: 600,
  documentsValidUntil: '2027-03-31',
  takesVisits: true,
  version: 3,
  createdAt: new Date('2026-01-12T05:00:00Z'),
  updatedAt: new Date('2026-11-20T04:00:00Z'),
};

/** By name in the API document. */
export const providerRecordsExamples = {
  CreateProvider: { ...person, skills, pincodes },
  ReplaceProvider: person,
  UpdateProvider: { weeklyMaxMinutes: 2400 },
  ReplaceProviderSkills: { skills },
  ReplaceProviderPincodes: { pincodes },
  ReplaceProviderDocument: { number: 'KA01 2019 0012345', validUntil: '2027-03-31' },
  ProviderRecord: record,
  ProviderRecordDetail: {
    ...record,
    skills: providersExamples.ProviderDetail.skills,
    pincodes,
    documents: [
      {
        kind: 'police_verification' as const,
        number: '••••2345',
        validUntil: '2027-03-31',
        isRequired: true,
        updatedAt: new Date('2026-01-12T05:00:00Z'),
      },
    ],
  },
};
