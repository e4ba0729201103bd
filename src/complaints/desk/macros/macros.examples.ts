import { deskExamples } from '../lists/desk.examples.js';

const id = '019d45d6-7ddb-7692-9f4f-68a7e873909f';

const SaveCannedAnswer = {
  name: 'The provider comes again',
  textEn: 'Hello {firstName}, somebody comes again for {reference}, by {dueAt, date, day} at the latest.',
  textHi: 'नमस्ते {firstName}, {reference} के लिए कोई {dueAt, date, day} तक फिर आएँगे।',
  isActive: true,
};
const CannedAnswer = { id, ...SaveCannedAnswer, version: 1 };

const SaveComplaintMacro = {
  name: 'Send the provider again',
  description: 'Tells the customer and waits for the provider.',
  actions: [
    { do: 'answer', cannedAnswerId: id },
    { do: 'set_status', status: 'waiting_for_provider', reason: '' },
  ],
  isActive: true,
};
const ComplaintMacro = { id, ...SaveComplaintMacro, version: 2 };

/** By name in the API document. */
export const macrosExamples = {
  SaveCannedAnswer,
  CannedAnswer,
  CannedAnswers: { items: [CannedAnswer] },
  SaveComplaintMacro,
  ComplaintMacro,
  ComplaintMacros: { items: [ComplaintMacro] },
  ComplaintMacroVersions: {
    items: [
      {
        ...SaveComplaintMacro,
        number: 2,
        madeBy: '019d45d6-6ddb-7692-9f4f-68a7e873909f',
        createdAt: new Date('2026-11-21T14:10:00Z'),
      },
    ],
  },
  PreviewComplaintMacro: { complaintId: deskExamples.DeskComplaint.id },
  ApplyComplaintMacro: { macroId: id, macroVersion: 2 },
  ComplaintMacroOutcome: {
    macroVersion: 2,
    done: [
      {
        do: 'answer',
        isNews: true,
        said: { body: 'Hello Asha, somebody comes again for CP-4M8T2X.', visibility: 'public' },
      },
      { do: 'set_status', isNews: true, said: null },
    ],
    complaint: deskExamples.DeskComplaint,
  },
};
