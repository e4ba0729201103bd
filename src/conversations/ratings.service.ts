// Whether an answer helped, in the eyes of the customer who got it. Staff learn from what did not.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, type FilterQuery } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { PageReader, type Page } from '#libs/http';
import { Clock } from '#libs/time';
import { customerScope, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { ReadsService } from '../audit/reads.service.js';
import { Message } from './conversation.entity.js';
import { messageRated, ratingFactsOf } from './conversation.events.js';
import { ratingsList, type RateMessage, type RatingsQuery } from './conversations.schemas.js';

@PublishesEvents(messageRated)
@Injectable()
export class RatingsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly events: EventOutbox,
    private readonly reads: ReadsService,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('message')
  async ownerOf(id: string) {
    const message = await this.em.findOne(Message, { id }, { populate: ['conversation'] });
    return customerOwning(message && message.conversation);
  }

  /**
   * The last word counts; the same word again is no news.
   * @throws NotFound when the message is another customer's, MessageNotRateable
   */
  rate(actor: Actor, messageId: string, given: RateMessage): Promise<Message> {
    return this.changing(actor, messageId, (message) => message.rate(given, this.clock.now()));
  }

  /** Takes the rating back, if there is one. @throws NotFound when the message is another customer's */
  async remove(actor: Actor, messageId: string): Promise<void> {
    await this.changing(actor, messageId, (message) => message.unrate());
  }

  /** For staff. @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: RatingsQuery): Promise<Page<object>> {
    await this.reads.note(actor, { action: 'ratings.listed', object: { type: 'message', id: 'many' } });
    const page = await this.pages.read(Message, ratingsList, query, {
      where: [
        { ratedAt: { $ne: null }, conversation: { status: { $ne: 'deleted' } } },
        ...conditionsOf(query),
      ],
      populate: ['replyTo'],
    });
    return { ...page, items: page.items.map(toRatedView) };
  }

  /** The change and what is told of it, together; of two at once the second sees the first. */
  private changing(actor: Actor, id: string, change: (message: Message) => boolean): Promise<Message> {
    const customer = customerScope(actor);
    return this.em.transactional(async (em) => {
      const own = { id, conversation: { customer, status: { $ne: 'deleted' } } } as const;
      if (!customer || (await em.count(Message, own)) === 0) throw new NotFound('Message', id);
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const message = await em.findOneOrFail(Message, { id }, { lockMode, refresh: true });
      if (change(message))
        this.events.publish(messageRated, message.conversation.id, ratingFactsOf(message, customer));
      return message;
    });
  }
}

function conditionsOf({ rating, reason, agent, intent }: RatingsQuery): FilterQuery<Message>[] {
  return [
    ...(rating ? [{ rating }] : []),
    ...(reason ? [{ ratingReason: reason }] : []),
    // "booking+service": several agents may have answered.
    ...(agent ? [{ agent: { $re: `(^|[+])${agent}([+]|$)` } }] : []),
    ...(intent ? [{ replyTo: { intents: { $contains: [{ name: intent }] } } }] : []),
  ] as FilterQuery<Message>[];
}

function toRatedView({ replyTo, ...message }: Message) {
  const {
    id,
    conversation,
    rating,
    ratingReason: reason,
    ratingComment: comment,
    ratedAt,
    text,
    agent,
  } = message;
  return {
    ...{ id, conversationId: conversation.id, rating, reason, comment, ratedAt, text },
    agents: agent?.split('+') ?? [],
    question: replyTo && { id: replyTo.id, text: replyTo.text, intents: replyTo.intents ?? [] },
  };
}
