// What staff do with reviews: answer them, and hide what does not belong there.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { Review } from './review.entity.js';
import { reviewsList, type ReviewsQuery } from './reviews.schemas.js';

@Injectable()
export class ModerationService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly clock: Clock,
  ) {}

  /** That staff look is noted. @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: ReviewsQuery): Promise<Page<Review>> {
    await this.reads.note(actor, { action: 'reviews.listed', object: { type: 'review', id: 'many' } });
    const { rating, serviceId, providerId, visibility, answered } = query;
    const where = [
      rating ? { rating } : {},
      serviceId ? { service: serviceId } : {},
      providerId ? { provider: providerId } : {},
      visibility ? { hiddenAt: visibility === 'hidden' ? { $ne: null } : null } : {},
      answered ? { answeredAt: answered === 'yes' ? { $ne: null } : null } : {},
    ];
    return this.pages.read(Review, reviewsList, query, { where, populate: ['customer'] });
  }

  /** That staff look is noted. @throws NotFound */
  async get(actor: Actor, id: string): Promise<Review> {
    const review = await this.em.findOne(Review, { id }, { populate: ['customer'] });
    if (!review) throw new NotFound('Review', id);
    const person = review.customer.id;
    await this.reads.note(actor, { action: 'review.viewed', object: { type: 'review', id }, person });
    return review;
  }

  /** In place of an earlier answer. @throws NotFound, PreconditionFailed */
  answer(actor: Actor, id: string, answer: string, expected: ExpectedVersions): Promise<Review> {
    return this.changed(actor, id, 'review.answered', expected, (review) =>
      review.answerWith(answer, this.clock.now()),
    );
  }

  /** @throws ReviewVisibilityUnchanged, NotFound, PreconditionFailed */
  hide(actor: Actor, id: string, reason: string, expected: ExpectedVersions): Promise<Review> {
    return this.changed(actor, id, 'review.hidden', expected, (review) =>
      review.hide(reason, this.clock.now()),
    );
  }

  /** @throws ReviewVisibilityUnchanged, NotFound, PreconditionFailed */
  unhide(actor: Actor, id: string, expected: ExpectedVersions): Promise<Review> {
    return this.changed(actor, id, 'review.unhidden', expected, (review) => review.unhide());
  }

  private changed(
    actor: Actor,
    id: string,
    action: string,
    expected: ExpectedVersions,
    change: (review: Review) => void,
  ): Promise<Review> {
    return this.em.transactional(async (em) => {
      const review = await em.findOne(
        Review,
        { id },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (!review) throw new NotFound('Review', id);
      checkVersion(review, expected);
      await em.populate(review, ['customer']);
      const before = decidedOf(review);
      change(review);
      const object = { type: 'review', id };
      const person = review.customer.id;
      await this.audit.record(actor, { action, object, person, before, after: decidedOf(review) });
      return review;
    });
  }
}

/** What staff decide, and say. */
function decidedOf({ answer, hiddenReason }: Review) {
  return { answer: answer ?? null, hiddenReason: hiddenReason ?? null };
}
