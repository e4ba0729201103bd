// What the words of a customer say beyond their content: how upset somebody is, and whether they report danger. Read behind the filing and
// not in it: reading takes longer than a row may be held, and nobody is to wait for it.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ListensTo, type DomainEvent } from '#libs/events';
import { DangerSense, SentimentReader } from '#libs/nlu';
import { Complaint } from '../complaint.entity.js';
import {
  complaintEdited,
  complaintFiled,
  complaintReplied,
  complaintStatusChanged,
  type ComplaintFacts,
} from '../complaint.events.js';
import { isUnsolved, type ComplaintStatus } from '../complaint.states.js';
import { ComplaintUpdate } from '../updates/complaint-update.entity.js';
import { ComplaintScores, type WordsReading } from './complaint-scores.js';

/** Of the updates of the customer, the latest. */
const updatesRead = 10;

@Injectable()
export class ComplaintWords {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly scores: ComplaintScores,
    private readonly sentiments: SentimentReader,
    private readonly dangers: DangerSense,
  ) {}

  /** Heard twice, it reads the same. */
  @ListensTo({
    name: 'complaints.read_words',
    to: [complaintFiled, complaintEdited, complaintReplied, complaintStatusChanged],
  })
  async hear({ type, aggregate, data }: DomainEvent<ComplaintFacts & { from?: string }>): Promise<void> {
    const isBack = data.from !== undefined && !isUnsolved(data.from as ComplaintStatus);
    if (type === complaintStatusChanged.type && !isBack) return;
    const texts = await this.textsOf(aggregate.id);
    if (!texts) return;
    const reading = await this.read(texts);
    await this.em
      .fork()
      .transactional((em) => this.scores.hear(em as SqlEntityManager, aggregate.id, reading));
  }

  /** The most upset text, and any danger. */
  async read(texts: readonly string[]): Promise<WordsReading> {
    const reading: WordsReading = { upset: 0, reportsDanger: false };
    for (const text of texts) {
      const { score } = await this.sentiments.read(text);
      reading.upset = Math.max(reading.upset, Math.round(-score * 100));
      reading.reportsDanger ||= await this.dangers.reportsDanger(text);
    }
    return reading;
  }

  /** What its customer has written; null of one that is solved, or gone. */
  private async textsOf(id: string): Promise<string[] | null> {
    const em = this.em.fork();
    const complaint = await em.findOne(Complaint, { id, rankAt: { $ne: null } });
    if (!complaint) return null;
    const updates = await em.find(
      ComplaintUpdate,
      { complaint: id, authorKind: 'customer' },
      { orderBy: { createdAt: 'desc', id: 'desc' }, limit: updatesRead },
    );
    const filed = `${complaint.subject}.\n${complaint.description}`;
    return [filed, ...updates.map(({ body }) => body)];
  }
}
