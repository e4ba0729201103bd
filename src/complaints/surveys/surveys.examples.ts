/** By name in the API document. */
export const surveysExamples = {
  AnswerComplaintSurvey: { score: 4, comment: 'He came the next morning, and it holds.' },
  ComplaintSurvey: {
    id: '019d45f6-5d40-7ebb-95d6-e8f90a1b2c3d',
    resolvedAt: new Date('2026-11-23T09:00:00Z'),
    answerableUntil: new Date('2026-12-07T09:00:00Z'),
    score: 4,
    comment: 'He came the next morning, and it holds.',
    answeredAt: new Date('2026-11-23T13:20:00Z'),
  },
};
