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
import { upgradedValues } from './checkpoint-upgrade.js';
import { Checkpoint } from './checkpoint.entity.js';

@Injectable()
export class CheckpointSaver extends BaseCheckpointSaver {
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

  /** The newest state replaces the one before. */
  async put(
    config: RunnableConfig,
    checkpoint: GraphCheckpoint,
    metadata: CheckpointMetadata,
  ): Promise<RunnableConfig> {
    const conversation = threadOf(config);
    const { source, step, parents } = metadata;
    await this.em.fork().upsert(Checkpoint, {
      conversation,
      checkpoint: checkpoint as unknown as Record<string, unknown>,
      metadata: { source, step, parents },
    });
    return { configurable: { thread_id: conversation, checkpoint_ns: '', checkpoint_id: checkpoint.id } };
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
