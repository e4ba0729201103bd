// Of what kind a complaint is, how bad, about what: said by staff, by hand or by a macro.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import type { Actor } from '../../../access/actor.js';
import type { ComplaintChange } from '../../complaint-changes.js';
import type { Complaint } from '../../complaint.entity.js';
import { complaintFactsOf, complaintReclassified } from '../../complaint.events.js';
import type { Classification } from '../../complaint.terms.js';
import { ComplaintTopic } from './complaint-topic.entity.js';
import { ComplaintTopicUnfit } from './topics.errors.js';

/** What is left out stays. */
export interface Reclassification extends Partial<Omit<Classification, 'topic'>> {
  topicId?: string | null;
}

@PublishesEvents(complaintReclassified)
@Injectable()
export class ComplaintClassification {
  constructor(private readonly events: EventOutbox) {}

  /** As part of a change. @returns whether it is news. @throws ComplaintEnded, ComplaintTopicUnfit */
  async apply(
    actor: Actor,
    { em, complaint, now }: ComplaintChange,
    wish: Reclassification,
  ): Promise<boolean> {
    complaint.checkUnsolved();
    const isNews = complaint.reclassify(await this.wanted(em, complaint, wish), actor, now);
    if (isNews) this.events.publish(complaintReclassified, complaint.id, complaintFactsOf(complaint));
    return isNews;
  }

  /** What the complaint would be then: a topic of another category falls away. @throws ComplaintTopicUnfit */
  async wanted(em: EntityManager, complaint: Complaint, wish: Reclassification): Promise<Classification> {
    const { category = complaint.category, severity = complaint.severity, wanted = complaint.wanted } = wish;
    const isMoved = category !== complaint.category;
    const { topicId: topic = isMoved ? null : (complaint.topic ?? null) } = wish;
    if (topic && (isMoved || topic !== complaint.topic)) await this.checkFits(em, topic, category);
    return { category, severity, wanted: wanted ?? null, topic };
  }

  private async checkFits(em: EntityManager, id: string, category: string): Promise<void> {
    const topic = await em.findOne(ComplaintTopic, { id });
    if (!topic) throw new ComplaintTopicUnfit('there is none with this id');
    if (topic.category !== category) throw new ComplaintTopicUnfit(`it is of the category ${topic.category}`);
    if (!topic.isActive) throw new ComplaintTopicUnfit('it is given to no further complaint');
  }
}
