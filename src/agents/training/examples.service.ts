// What staff teach the engine: their own sentences, and messages of customers that it did not understand.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { PageReader, type Page } from '#libs/http';
import { lockFor, newId, violatesConstraint } from '#libs/orm';
import { Clock } from '#libs/time';
import { Forbidden } from '../../access/access.errors.js';
import { mayDo, type Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { sameTextKey } from '../../conversations/misunderstood-message.entity.js';
import { MisunderstoodService } from '../../conversations/misunderstood.service.js';
import { loadIntentCorpus } from '../language/corpus.js';
import { loadHeldOut } from '../language/held-out.js';
import { replyLanguageOf } from '../language/reply-language.js';
import { maskedText } from './masked-text.js';
import { exampleTextAtMost, TrainingExample } from './training-example.entity.js';
import {
  ExampleExists,
  ExampleTextNeeded,
  IntentUnknown,
  TooManyExamples,
  type ExamplePlace,
} from './training.errors.js';
import { examplesList, type AddExample, type ExamplesQuery, type LabelMessage } from './training.schemas.js';

/** All of them are learned at once, beside a corpus of 14,500 lines. */
const atMost = 5_000;

@Injectable()
export class ExamplesService {
  private shipped?: { intents: readonly string[]; places: ReadonlyMap<string, ExamplePlace> };

  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly misunderstood: MisunderstoodService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws CursorInvalid, ValidationFailed */
  list(_actor: Actor, { intent, source, language, ...query }: ExamplesQuery): Promise<Page<TrainingExample>> {
    const where = [
      intent ? { intent: intent === 'none' ? null : intent } : {},
      source ? { message: source === 'message' ? { $ne: null } : null } : {},
      language ? { language } : {},
    ];
    return this.pages.read(TrainingExample, examplesList, query, { where });
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string): Promise<TrainingExample> {
    const example = await this.em.findOne(TrainingExample, { id });
    if (!example) throw new NotFound('Example', id);
    return example;
  }

  /** @throws ExampleExists, IntentUnknown, TooManyExamples */
  async add(actor: Actor, input: AddExample): Promise<TrainingExample> {
    return this.writing((em) => this.insert(em, actor, input, null));
  }

  /** @throws NotFound */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.em.transactional(async (em) => {
      await this.discard(em, actor, await this.get(actor, id));
    });
  }

  /**
   * Makes an example of a message that was not understood, without the contacts and the address in it, and takes the message off the list. Said again,
   * it changes nothing; another label takes the place of the first.
   * @throws NotFound, ExampleExists, IntentUnknown, TooManyExamples, ExampleTextNeeded, Forbidden
   */
  async label(
    actor: Actor,
    messageId: string,
    { text, intent, language }: LabelMessage,
  ): Promise<TrainingExample> {
    checkReads(actor);
    this.checkIntent(intent);
    return this.writing(async (em) => {
      const { message } = await this.misunderstood.settle(em, actor, messageId, 'labelled');
      const masked = maskedText(text ?? message.text);
      if (masked.length > exampleTextAtMost) throw new ExampleTextNeeded(exampleTextAtMost);
      const earlier = await em.findOne(TrainingExample, { message: messageId });
      if (earlier?.text === masked && earlier.intent === intent) return earlier;
      if (earlier) await this.discard(em, actor, earlier);
      return this.insert(em, actor, { text: masked, intent, language }, messageId);
    });
  }

  /** Takes a message off the list without learning from it; an example that was made of it goes. @throws NotFound, Forbidden */
  async dismiss(actor: Actor, messageId: string): Promise<void> {
    checkReads(actor);
    await this.em.transactional(async (em) => {
      await this.misunderstood.settle(em, actor, messageId, 'dismissed');
      const example = await em.findOne(TrainingExample, { message: messageId });
      if (example) await this.discard(em, actor, example);
    });
  }

  /** A message of the same text that somebody else labels at this moment has the index against it. */
  private async writing<Result>(work: (em: EntityManager) => Promise<Result>): Promise<Result> {
    try {
      return await this.em.transactional(work);
    } catch (error) {
      if (!violatesConstraint(error, 'training_examples_text_unique')) throw error;
      throw new ExampleExists('examples');
    }
  }

  private async insert(
    em: EntityManager,
    actor: Actor,
    { text, intent, language }: AddExample,
    message: string | null,
  ): Promise<TrainingExample> {
    this.checkIntent(intent);
    const textKey = sameTextKey(text);
    const place = this.known().places.get(textKey);
    if (place) throw new ExampleExists(place);
    // One at a time, so that both refusals are exact.
    await lockFor(em, 'training.examples');
    if (await em.count(TrainingExample, { textKey })) throw new ExampleExists('examples');
    if ((await em.count(TrainingExample)) >= atMost) throw new TooManyExamples(atMost);
    const example = em.create(TrainingExample, {
      id: newId(),
      ...{ text, textKey, intent, message, createdBy: actor.id },
      language: language ?? replyLanguageOf(text),
      createdAt: this.clock.now(),
    });
    await this.record(actor, example, 'added');
    return example;
  }

  /** Written at once: what takes its place may have the same text. */
  private async discard(em: EntityManager, actor: Actor, example: TrainingExample): Promise<void> {
    await this.record(actor, example, 'removed');
    em.remove(example);
    await em.flush();
  }

  /** The text stays out of the log, where nobody could erase it: it may be in the words of a customer. */
  private record(actor: Actor, { id, intent, messageId }: TrainingExample, what: string): Promise<void> {
    const object = { type: 'training_example', id };
    return this.audit.record(actor, {
      action: `training_example.${what}`,
      object,
      after: { intent, messageId },
    });
  }

  private checkIntent(intent: string | null): void {
    const { intents } = this.known();
    if (intent !== null && !intents.includes(intent)) throw new IntentUnknown(intent, intents);
  }

  private known() {
    this.shipped ??= shippedTexts();
    return this.shipped;
  }
}

/** Whoever makes an example of a message is shown what is in it. */
function checkReads(actor: Actor): void {
  if (!mayDo(actor, 'conversations.read')) throw new Forbidden('conversations.read');
}

function shippedTexts() {
  const { examples, outOfScope } = loadIntentCorpus();
  const heldOut = [...loadHeldOut('heldout.tsv'), ...loadHeldOut('heldout-situations.tsv')];
  const placed = (texts: readonly string[], place: ExamplePlace) =>
    texts.map((text): [string, ExamplePlace] => [sameTextKey(text), place]);
  return {
    intents: [...new Set(examples.map(({ label }) => label))],
    places: new Map([
      ...placed([...examples.map(({ text }) => text), ...outOfScope], 'corpus'),
      ...placed(
        heldOut.map(({ text }) => text),
        'held_out',
      ),
    ]),
  };
}
