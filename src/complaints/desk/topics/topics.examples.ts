const SaveComplaintTopic = {
  code: 'tap_leaks',
  category: 'quality',
  parentId: '019d45d6-4ddb-7692-9f4f-68a7e873909f',
  labelEn: 'A tap leaks again',
  labelHi: 'नल फिर से टपक रहा है',
  isActive: true,
  position: 1,
};
const ComplaintTopic = {
  id: '019d45d6-3ddb-7692-9f4f-68a7e873909f',
  ...SaveComplaintTopic,
  depth: 2,
  version: 1,
};

/** By name in the API document. */
export const topicsExamples = {
  SaveComplaintTopic,
  ComplaintTopic,
  ComplaintTopics: { items: [ComplaintTopic] },
};
