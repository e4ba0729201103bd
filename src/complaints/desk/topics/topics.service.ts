// The tree of topics, as staff keep it. It is changed by one at a time.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { lockFor, newId } from '#libs/orm';
import type { Actor } from '../../../access/actor.js';
import { AuditService } from '../../../audit/audit.service.js';
import { Complaint } from '../../complaint.entity.js';
import { ComplaintTopic, topicDepthAtMost } from './complaint-topic.entity.js';
import {
  ComplaintTopicCodeTaken,
  ComplaintTopicInUse,
  ComplaintTopicMisplaced,
  TooManyComplaintTopics,
} from './topics.errors.js';
import type { TopicInput } from './topics.schemas.js';

const topicsAtMost = 500;

@Injectable()
export class TopicsService {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
  ) {}

  /** All of them, siblings in their order. */
  async list(_actor: Actor) {
    const orderBy = { category: 'asc', depth: 'asc', position: 'asc', code: 'asc' } as const;
    const topics = await this.em.find(ComplaintTopic, {}, { orderBy, limit: topicsAtMost });
    return { items: topics.map(topicViewOf) };
  }

  /** @throws ComplaintTopicMisplaced, ComplaintTopicCodeTaken, TooManyComplaintTopics */
  create(actor: Actor, input: TopicInput) {
    return this.one(async (em) => {
      if ((await em.count(ComplaintTopic)) >= topicsAtMost) throw new TooManyComplaintTopics(topicsAtMost);
      const columns = await this.columnsOf(em, null, input);
      const topic = em.create(ComplaintTopic, { id: newId(), ...columns });
      await this.note(actor, 'created', topic, null);
      return topic;
    });
  }

  /** @throws ComplaintTopicMisplaced, ComplaintTopicCodeTaken, PreconditionFailed, NotFound */
  replace(actor: Actor, id: string, input: TopicInput, expected: ExpectedVersions) {
    return this.one(async (em) => {
      const topic = await this.held(em, id, expected);
      const before = topicViewOf(topic);
      em.assign(topic, await this.columnsOf(em, topic, input));
      await this.note(actor, 'changed', topic, before);
      return topic;
    });
  }

  /** One that no complaint carries. @throws ComplaintTopicInUse, PreconditionFailed, NotFound */
  async remove(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.one(async (em) => {
      const topic = await this.held(em, id, expected);
      const isUsed = await em.findOne(Complaint, { topic: id }, { fields: ['id'] });
      if (isUsed || (await em.count(ComplaintTopic, { parent: id })) > 0)
        throw new ComplaintTopicInUse(topic.code);
      em.remove(topic);
      await this.note(actor, 'deleted', topic, topicViewOf(topic));
      return topic;
    });
  }

  /** One change of the tree at a time: a place that is free is so until the end. */
  private async one(change: (em: EntityManager) => Promise<ComplaintTopic>) {
    const topic = await this.em.transactional(async (em) => {
      await lockFor(em, 'complaints.topics');
      return change(em);
    });
    return topicViewOf(topic);
  }

  private async held(em: EntityManager, id: string, expected: ExpectedVersions): Promise<ComplaintTopic> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const topic = await em.findOne(ComplaintTopic, { id }, { lockMode, refresh: true });
    if (!topic) throw new NotFound('Complaint topic', id);
    checkVersion(topic, expected);
    return topic;
  }

  private async columnsOf(
    em: EntityManager,
    topic: ComplaintTopic | null,
    { parentId, ...input }: TopicInput,
  ) {
    const taken = await em.findOne(ComplaintTopic, { code: input.code });
    if (taken && taken.id !== topic?.id) throw new ComplaintTopicCodeTaken(input.code);
    if (topic && (topic.category !== input.category || (topic.parent ?? null) !== parentId))
      await this.checkMovable(em, topic);
    return { ...input, parent: parentId, depth: await this.depthBelow(em, topic, parentId, input.category) };
  }

  private async depthBelow(
    em: EntityManager,
    topic: ComplaintTopic | null,
    parentId: string | null,
    category: string,
  ): Promise<number> {
    if (parentId === null) return 1;
    if (parentId === topic?.id) throw new ComplaintTopicMisplaced('it would stand below itself');
    const parent = await em.findOne(ComplaintTopic, { id: parentId });
    if (!parent) throw new ComplaintTopicMisplaced('there is no such parent');
    if (parent.category !== category)
      throw new ComplaintTopicMisplaced(`its parent is of the category ${parent.category}`);
    if (parent.depth >= topicDepthAtMost)
      throw new ComplaintTopicMisplaced(`the tree has ${topicDepthAtMost} levels`);
    return parent.depth + 1;
  }

  /** What nothing stands below, no circle goes through, and no complaint carries it in another category. */
  private async checkMovable(em: EntityManager, { id }: ComplaintTopic): Promise<void> {
    if ((await em.count(ComplaintTopic, { parent: id })) > 0)
      throw new ComplaintTopicMisplaced('others stand below it, and it stays where it is');
    if (await em.findOne(Complaint, { topic: id }, { fields: ['id'] }))
      throw new ComplaintTopicMisplaced('complaints carry it, and it stays where it is');
  }

  private note(actor: Actor, what: string, topic: ComplaintTopic, before: object | null) {
    const object = { type: 'complaint_topic', id: topic.id };
    const after = what === 'deleted' ? undefined : topicViewOf(topic);
    return this.audit.record(actor, {
      action: `complaint_topic.${what}`,
      object,
      ...(before && { before: before as Record<string, unknown> }),
      ...(after && { after }),
    });
  }
}

function topicViewOf({ id, code, category, parent, depth, labelEn, labelHi, ...rest }: ComplaintTopic) {
  const { isActive, position, version = 1 } = rest;
  return {
    id,
    code,
    category,
    parentId: parent ?? null,
    depth,
    labelEn,
    labelHi,
    isActive,
    position,
    version,
  };
}
