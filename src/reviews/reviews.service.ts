// What customers say of their visits.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { Booking, ownBookings } from '../bookings/booking.entity.js';
import { Service } from '../catalogue/service.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Provider } from '../providers/provider.entity.js';
import { reviewFactsOf, reviewGiven } from './review.events.js';
import { ownReviews, Review } from './review.entity.js';
import { BookingNotRateable, ReviewExists } from './reviews.errors.js';
import { publicReviewsList, type PublicReviewsQuery, type RateBookingInput } from './reviews.schemas.js';

/** Whoever browses: what others say is no secret. */
type Browser = Actor | undefined;

@PublishesEvents(reviewGiven)
@Injectable()
export class ReviewsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('review')
  async ownerOf(id: string) {
    const review = await this.em.findOne(Review, { id });
    return customerOwning(review && { customer: review.customer.id });
  }

  /**
   * Rates a completed visit. The row of the booking is locked, so that of two at once the second finds the first.
   * @param requestKey what the request is known by: said again, it is answered with the review that it gave
   * @throws BookingNotRateable, ReviewExists, NotFound when the booking is another customer's
   */
  async rate(actor: Actor, bookingId: string, input: RateBookingInput, requestKey?: string): Promise<Review> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    return this.em.transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const booking = await em.findOne(Booking, { id: bookingId, customer }, { lockMode, refresh: true });
      if (!booking) throw new NotFound('Booking', bookingId);
      const earlier = await em.findOne(Review, { booking: bookingId }, { populate: ['customer'] });
      if (earlier && requestKey && earlier.requestKey === requestKey) return earlier;
      if (earlier) throw new ReviewExists();
      if (booking.status !== 'completed') throw new BookingNotRateable(booking.reference, booking.status);
      const review = em.create(Review, {
        id: newId(),
        booking: bookingId,
        customer: em.getReference(Customer, customer),
        service: booking.service.id,
        provider: booking.provider.id,
        ...input,
        editedAt: null,
        answer: null,
        answeredAt: null,
        hiddenAt: null,
        hiddenReason: null,
        requestKey,
        createdAt: this.clock.now(),
      });
      this.events.publish(reviewGiven, review.id, reviewFactsOf(review));
      await this.record(actor, review, 'review.given');
      return review;
    });
  }

  /** That staff look is noted. @throws NotFound where the booking has none, or is another customer's */
  async ofBooking(actor: Actor, bookingId: string): Promise<Review> {
    if ((await this.em.count(Booking, { id: bookingId, ...ownBookings(actor) })) === 0)
      throw new NotFound('Booking', bookingId);
    const review = await this.em.findOne(Review, { booking: bookingId }, { populate: ['customer'] });
    if (!review) throw new NotFound('Review', bookingId);
    await this.reads.note(actor, {
      action: 'review.viewed',
      object: { type: 'review', id: review.id },
      person: review.customer.id,
    });
    return review;
  }

  /** @throws ReviewNotEditable, PreconditionFailed, NotFound */
  async edit(
    actor: Actor,
    bookingId: string,
    input: RateBookingInput,
    expected: ExpectedVersions,
  ): Promise<Review> {
    return this.em.transactional(async (em) => {
      const where = { booking: bookingId, ...ownReviews(actor) };
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const review = await em.findOne(Review, where, { lockMode, refresh: true });
      if (!review) throw new NotFound('Review', bookingId);
      checkVersion(review, expected);
      const { rating } = review;
      review.edit(input, this.clock.now());
      await this.record(actor, review, 'review.edited', { rating });
      return review;
    });
  }

  /** What everybody may read of a service. @throws NotFound, CursorInvalid */
  async ofService(_actor: Browser, service: string, query: PublicReviewsQuery): Promise<Page<Review>> {
    if ((await this.em.count(Service, { id: service, active: true })) === 0)
      throw new NotFound('Service', service);
    return this.shown({ service }, query);
  }

  /** What everybody may read of a provider. @throws NotFound, CursorInvalid */
  async ofProvider(_actor: Browser, provider: string, query: PublicReviewsQuery): Promise<Page<Review>> {
    if ((await this.em.count(Provider, { id: provider, status: 'active' })) === 0)
      throw new NotFound('Provider', provider);
    return this.shown({ provider }, query);
  }

  private shown(of: { service: string } | { provider: string }, query: PublicReviewsQuery) {
    const { rating } = query;
    const where = [of, { hiddenAt: null }, rating ? { rating } : {}];
    return this.pages.read(Review, publicReviewsList, query, { where, populate: ['customer'] });
  }

  /** The words stay out of the log: they are the customer's, and can be read in the review. */
  private record(
    actor: Actor,
    { id, rating, customer }: Review,
    action: string,
    before?: { rating: number },
  ): Promise<void> {
    const object = { type: 'review', id };
    return this.audit.record(actor, { action, object, person: customer.id, before, after: { rating } });
  }
}
