const content = {
  rating: 5,
  comment: 'He came on time and left everything clean.',
  tags: ['on_time', 'clean_work'],
};
const given = {
  ...content,
  createdAt: new Date('2026-11-20T07:00:00Z'),
  editedAt: null,
  answer: 'Thank you, Asha. We will tell Ramesh.',
  answeredAt: new Date('2026-11-20T09:00:00Z'),
};
const id = '019d45e0-5d40-7ebb-95d6-e8f90a1b2c3d';
const about = {
  bookingId: '019d45da-5d40-7ebb-95d6-e8f90a1b2c3d',
  serviceId: '019d45d1-6e50-7daa-84c5-d7e8f90a1b2c',
  providerId: '019d45d2-7f60-7c99-93b4-c6d7e8f90a1b',
};
const review = {
  id,
  ...about,
  ...given,
  editableUntil: new Date('2026-11-27T07:00:00Z'),
  hiddenAt: null,
  hiddenReason: null,
  version: 1,
};

/** By name in the API document. */
export const reviewsExamples = {
  RateBooking: content,
  AnswerReview: { answer: given.answer },
  HideReview: { reason: 'It names the neighbour with the telephone number.' },
  Review: review,
  PublicReview: { id, serviceId: about.serviceId, providerId: about.providerId, author: 'Asha R.', ...given },
  ModeratedReview: { ...review, customerId: '019d45d6-0ddb-7692-9f4f-68a7e8739102', author: 'Asha R.' },
};
