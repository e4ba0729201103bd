import { z } from 'zod';
import { ListForm, plainText, publishSchema, queryNumber } from '#libs/http';
import { answerAtMost, commentAtMost, reasonAtMost, reviewTags } from './review.entity.js';
import { reviewsExamples } from './reviews.examples.js';

const reviewTag = z.enum(reviewTags).meta({ id: 'ReviewTag' });
const stars = z.int().min(1).max(5);

export const rateBookingInput = z.strictObject({
  rating: stars.describe('Stars.'),
  comment: plainText({ max: commentAtMost, lineBreaks: true })
    .default('')
    .describe('For everybody to read: no names, addresses or telephone numbers.'),
  tags: z
    .array(reviewTag)
    .max(5)
    .default([])
    .overwrite((tags) => [...new Set(tags)]),
});
publishSchema(rateBookingInput, 'RateBooking', reviewsExamples.RateBooking);
export type RateBookingInput = z.output<typeof rateBookingInput>;

export const answerReviewInput = z.strictObject({
  answer: plainText({ min: 1, max: answerAtMost, lineBreaks: true }).describe('For everybody to read.'),
});
publishSchema(answerReviewInput, 'AnswerReview', reviewsExamples.AnswerReview);

export const hideReviewInput = z.strictObject({
  reason: plainText({ min: 3, max: reasonAtMost }).describe('The customer reads it.'),
});
publishSchema(hideReviewInput, 'HideReview', reviewsExamples.HideReview);

/** What everybody may read of a service or of a provider: those that are not hidden. */
export const publicReviewsList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: '-createdAt',
  filters: { rating: queryNumber(stars).optional() },
});
export type PublicReviewsQuery = z.output<typeof publicReviewsList.query>;

export const reviewsList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'It was given' },
  filters: {
    rating: queryNumber(stars).optional(),
    serviceId: z.uuid().optional(),
    providerId: z.uuid().optional(),
    visibility: z.enum(['shown', 'hidden']).optional(),
    answered: z.enum(['yes', 'no']).optional(),
  },
});
export type ReviewsQuery = z.output<typeof reviewsList.query>;

const given = {
  rating: stars,
  comment: z.string(),
  tags: z.array(reviewTag),
  createdAt: z.date(),
  editedAt: z.date().nullable(),
  answer: z.string().nullable().describe('What we say to it.'),
  answeredAt: z.date().nullable(),
};
const author = z
  .string()
  .nullable()
  .describe('First name and initial; null when the customer is not with us any more.');

/** As its customer sees it. */
export const reviewView = z.object({
  id: z.uuid(),
  bookingId: z.uuid(),
  serviceId: z.uuid(),
  providerId: z.uuid(),
  ...given,
  editableUntil: z.date(),
  hiddenAt: z.date().nullable().describe('Since then it is shown to nobody else and does not count.'),
  hiddenReason: z.string().nullable(),
  version: z.int(),
});
publishSchema(reviewView, 'Review', reviewsExamples.Review);

/** As everybody sees it: neither the booking nor more of the name. */
export const publicReviewView = z.object({
  id: z.uuid(),
  serviceId: z.uuid(),
  providerId: z.uuid(),
  author,
  ...given,
});
publishSchema(publicReviewView, 'PublicReview', reviewsExamples.PublicReview);

/** As staff see it. */
export const moderatedReviewView = reviewView.extend({ customerId: z.uuid(), author });
publishSchema(moderatedReviewView, 'ModeratedReview', reviewsExamples.ModeratedReview);
