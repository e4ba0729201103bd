// Keeps the graph's state in the product's own database, one row a conversation (docs/decisions/0006).
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { RunnableConfig } from '@langchain/core/runnables';
import {
  BaseCheckpointSaver,
  type Checkpoint as GraphCheckpoint,
  type CheckpointMetadata,
  type CheckpointTuple,
} from '@langchain/langgraph-checkpoint';
import { storableJson } from '#libs/orm';
import type { EndingPart } from '../../conversations/turns.service.js';
import { upgradedValues } from './checkpoint-upgrade.js';
import { Checkpoint } from './checkpoint.entity.js';

/** Where the graph stands. */
interface HeldState {
  checkpoint: GraphCheckpoint;
  metadata: Pick<CheckpointMetadata, 'source' | 'step' | 'parents'>;
}

@Injectable()
export class CheckpointSaver extends BaseCheckpointSaver {
  /** Of the turns that are under way in this process, by conversation. */
  private readonly held = new Map<string, HeldState>();

  constructor(private readonly em: EntityManager) {
    super();
  }

  async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const conversation = threadOf(config);
    const row = await this.em.fork().findOne(Checkpoint, { conversation });
    if (!row) return undefined;
    const kept = row.checkpoint as unknown as GraphCheckpoint;
    const checkpoint = { ...kept, channel_values: upgradedValues(kept.channel_values) };
    const configurable = { thread_id: conversation, checkpoint_ns: '', checkpoint_id: checkpoint.id };
    return { config: { configurable }, checkpoint, metadata: row.metadata as unknown as CheckpointMetadata };
  }

  /** Held until the turn is answered ({@link taken}): one without the other would be another conversation than the customer's. */
  async put(
    config: RunnableConfig,
    checkpoint: GraphCheckpoint,
    { source, step, parents }: CheckpointMetadata,
  ): Promise<RunnableConfig> {
    const conversation = threadOf(config);
    this.held.set(conversation, { checkpoint, metadata: { source, step, parents } });
    return { configurable: { thread_id: conversation, checkpoint_ns: '', checkpoint_id: checkpoint.id } };
  }

  /** What the turn has left, to be written with its answer; the newest state replaces the one before. Nothing where there is none. */
  taken(conversation: string): EndingPart[] {
    const held = this.held.get(conversation);
    if (!held || !this.held.delete(conversation)) return [];
    return [
      {
        name: 'checkpoint',
        sql: `insert into agent_checkpoints (conversation_id, checkpoint, metadata) select id, ?::jsonb, ?::jsonb from ended
              on conflict (conversation_id) do update
              set checkpoint = excluded.checkpoint, metadata = excluded.metadata, updated_at = now()`,
        parameters: [storableJson(held.checkpoint), storableJson(held.metadata)],
      },
    ];
  }

  /** A turn that was cut off is answered afresh, never resumed in its middle: its writes need no keeping. */
  async putWrites(): Promise<void> {}

  async *list(config: RunnableConfig): AsyncGenerator<CheckpointTuple> {
    const newest = await this.getTuple(config);
    if (newest) yield newest;
  }

  async deleteThread(conversation: string): Promise<void> {
    await this.em.fork().nativeDelete(Checkpoint, { conversation });
  }
}

function threadOf(config: RunnableConfig): string {
  return (config.configurable as { thread_id: string }).thread_id;
}
