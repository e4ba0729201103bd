// What nobody here understood, a configured language model may understand: an intent out of those that exist, and the service that is meant out
// of the catalogue. Never a yes: an agreement that our own engine cannot make out is none.
import { Injectable, Optional } from '@nestjs/common';
import { z } from 'zod';
import { LanguageModel, NoModel, Prompt, type ModelCaller } from '#libs/llm';
import { customerScope, type Actor } from '../../access/actor.js';
import { AgentTools, type ServiceRead, type TurnReads } from '../agent-tools.js';
import { loadIntentMeanings } from './corpus.js';

/** Who says what is to be read, and where. */
export interface MessageSpeaker {
  actor: Actor;
  conversationId: string;
  /** What was read in the turn. */
  reads: TurnReads;
}

export interface HeardByModel {
  intents: string[];
  service: ServiceRead | null;
}

const timeoutMs = 3_000;
const mostIntents = 3;
const agent = 'coordinator';
const prompt = Prompt.read(new URL('./intents.v1.prompt.md', import.meta.url));

@Injectable()
export class ModelReading {
  private readonly intents = [...loadIntentMeanings()].filter(([name]) => name !== 'affirm');

  constructor(
    private readonly toolbox: AgentTools,
    /** Where none is provided the embedded engine stands alone. */
    @Optional() private readonly model: LanguageModel = new NoModel(),
  ) {}

  /** Null where there is no model, or it heard nothing either. Never throws. */
  async read(
    text: string,
    services: readonly ServiceRead[],
    speaker?: MessageSpeaker,
  ): Promise<HeardByModel | null> {
    if (this.model.name === 'none') return null;
    const heard = await this.model.ask({
      instruction: prompt.filledWith({
        intents: this.intents.map(([name, meaning]) => `${name}: ${meaning}`).join('\n'),
        services: services.map(({ slug, name }) => `${slug}: ${name}`).join('\n'),
      }),
      input: text,
      answer: answerAmong(
        this.intents.map(([name]) => name),
        services.map(({ slug }) => slug),
      ),
      timeoutMs,
      caller: await this.callerOf(speaker),
      reuse: { scope: 'public', versions: [] },
    });
    if (!heard || heard.intents.length === 0) return null;
    return {
      intents: [...new Set(heard.intents)],
      service: services.find(({ slug }) => slug === heard.service) ?? null,
    };
  }

  /** With the names and addresses that we know of, so that they are recognised in the message and stay here. */
  private async callerOf(speaker: MessageSpeaker | undefined): Promise<ModelCaller> {
    const customerId = speaker && customerScope(speaker.actor);
    if (!speaker || !customerId) return { agent };
    const tools = this.toolbox.inHandsOf(agent, speaker.actor, speaker.reads);
    const personal: string[] = [];
    try {
      const { name } = await tools.need('customers.profile', {});
      const { items } = await tools.need('addresses.list', {});
      personal.push(name, ...name.split(/\s+/), ...items.map(({ line }) => line));
    } catch {
      // What has a form of its own (numbers, references, houses) is masked all the same.
    }
    return { agent, customerId, conversationId: speaker.conversationId, personal };
  }
}

function answerAmong(intents: readonly string[], services: readonly string[]) {
  return z.object({
    intents: z.array(z.enum(intents)).max(mostIntents),
    service: z.enum(services).nullable().default(null),
  });
}
