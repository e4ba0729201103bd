// What one text says, without a conversation around it: as the chat would read it, by the embedded engine alone.
import { Injectable } from '@nestjs/common';
import type { ReplyLanguage } from '#libs/format';
import { sentimentOf, type Entity } from '#libs/nlu';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { LanguageUnderstander, type AskedIntent } from '../language/language-understander.js';
import { replyLanguageOf } from '../language/reply-language.js';
import { clearService, type ServiceGuess } from '../language/service.recogniser.js';
import type { TextPart } from '../reading/text-parts.js';
import { PublishedModel } from '../training/published-model.js';
import type { TextToRead } from './nlp.schemas.js';

@Injectable()
export class NlpService {
  constructor(
    private readonly understander: LanguageUnderstander,
    private readonly published: PublishedModel,
    private readonly clock: Clock,
  ) {}

  /** Each stretch with what it asks for, best first, in the order of the text. */
  async intents(_actor: Actor, { text, language }: TextToRead) {
    const model = await this.published.read();
    const { asks } = await this.understander.read(text, this.clock.now(), model);
    const heard = asks.filter((ask) => ask.intents.length > 0);
    return {
      ...about(text, language),
      intents: heard.flatMap((ask) => ask.intents.map((intent) => ({ ...intent, ...spanOf(ask) }))),
      unheard: asks.filter((ask) => ask.intents.length === 0).map(spanOf),
      model: { id: model?.id ?? null, number: model?.number ?? null },
    };
  }

  async entities(_actor: Actor, { text, language }: TextToRead) {
    const model = await this.published.read();
    const { asks, entities, excluded, unread } = await this.understander.read(text, this.clock.now(), model);
    const found = [...servicesIn(asks), ...entities.map(named)].sort((one, other) => one.start - other.start);
    return {
      ...about(text, language),
      entities: found,
      excluded: excluded.map(named),
      unread,
      model: { id: model?.id ?? null, number: model?.number ?? null },
    };
  }

  sentiment(_actor: Actor, { text, language }: TextToRead) {
    return { ...about(text, language), ...sentimentOf(text) };
  }
}

function about(text: string, told: ReplyLanguage | undefined) {
  return { language: told ?? replyLanguageOf(text) };
}

function spanOf({ text, start, end }: TextPart): TextPart {
  return { text, start, end };
}

/** Terms are told by what they name: a city, a booking reference. */
function named(entity: Entity) {
  if (entity.type !== 'term') return entity;
  const { list, ...term } = entity;
  return { ...term, type: list };
}

/**
 * Each service once, where it is named most clearly. Where only the whole stretch tells which one is meant, or it is open between several, the
 * stretch stands for it.
 */
function servicesIn(asks: readonly AskedIntent[]) {
  return asks.flatMap((ask) => {
    // Every stretch is read for a service; among details ("House 22, near the lock factory") only a clear one is meant.
    const enough = ask.intents[0]?.name === 'provide_details' ? clearService : 0;
    const read = [...ask.parts, { ...spanOf(ask), guess: ask.guess }];
    const best = new Map<string, (typeof read)[number]>();
    for (const part of read) {
      const { service, confidence } = part.guess;
      if (!service || confidence < enough) continue;
      if (confidence > (best.get(service.slug)?.guess.confidence ?? 0)) best.set(service.slug, part);
    }
    if (best.size > 0) return [...best].map(([slug, part]) => service(part, slug, part.guess));
    return ask.guess.candidates.length > 1 && enough === 0 ? [service(spanOf(ask), null, ask.guess)] : [];
  });
}

function service(
  { text, start, end }: TextPart,
  value: string | null,
  { confidence, candidates }: ServiceGuess,
) {
  const readings = candidates.map(({ slug }) => slug);
  return {
    ...{ type: 'service' as const, text, start, end, confidence, value },
    ...(value === null && { doubt: { text, readings } }),
  };
}
