// The service agent: what we do, what it includes, what it costs. Reads only.
import { Injectable } from '@nestjs/common';
import type { AnswerSource } from '../../conversations/conversation.entity.js';
import { ToolFailed, type ServiceRead, type ToolSession } from '../agent-tools.js';
import { askUnclear } from '../booking/booking-replies.js';
import { bookingResponses } from '../booking/booking-responses.js';
import {
  Agent,
  type AgentAnswer,
  type AgentTurn,
  type DialogueAgent,
  type ServiceFocus,
} from '../dialogue/agent.js';
import { noGuess } from '../language/service.recogniser.js';
import { LanguageUnderstander, type AskedIntent } from '../language/language-understander.js';
import { joinedTexts, type ReplyText } from '../language/responses.js';
import { surePolicyAnswer } from '../policy/policy-answer.js';
import { optionsIn, withoutRivals, type OptionReading } from '../reading/option-reader.js';
import {
  askWhichService,
  describedService,
  localPrice,
  serviceResponses,
  usualPrice,
  type PricedService,
} from './service-responses.js';

const name = 'service';
const intents = ['ask_price', 'ask_service_info'];

type ServiceTurn = AgentTurn<null>;

@Agent({
  name,
  description: 'What each service is, includes and costs.',
  order: 20,
  intents,
  kind: 'aside',
})
@Injectable()
export class ServiceAgent implements DialogueAgent<null> {
  constructor(private readonly understander: LanguageUnderstander) {}

  restoreMemory(): null {
    return null;
  }

  async answer(turn: ServiceTurn): Promise<AgentAnswer<null>> {
    const { heard, own, tools } = turn;
    const texts: ReplyText[] = [];
    const sources: AnswerSource[] = [];
    let focus: ServiceFocus | null = turn.focus;
    // Without a question of its own the message goes on with the last one ("and for 3 bhk?").
    for (const ask of own.length > 0 ? own : heard.asks.slice(0, 1)) {
      const service = await this.subject(ask, turn);
      if (!service) {
        // "Is there an extra charge on Sundays?" asks for the price of no service.
        const asksPrice = ask.intents[0]?.name === 'ask_price' && ask.guess.candidates.length < 2;
        const rules = asksPrice ? await surePolicyAnswer(turn) : null;
        if (rules) sources.push(...rules.sources);
        texts.push(rules ? rules.text : askWhichService(ask));
        continue;
      }
      // With the mark that ends it: "the stand?" asks.
      const text = heard.text.slice(ask.start, ask.end + 1);
      const said = optionsIn(service, text, turn);
      focus = focusOn(service, said, turn);
      if (said.unclear && said.unclear.about !== 'visits') {
        texts.push(askUnclear(said.unclear));
        continue;
      }
      // What is only asked about is in the price that is told, and not in what "book it" would mean.
      const priced = { ...focus, attributes: withoutRivals(service, focus.attributes, said.asked) };
      texts.push(await this.answerAbout(service, priced, ask, tools));
    }
    // What is being arranged stays what is talked about.
    const isOpen = turn.focus?.isArranged === true || turn.isBesideFrame;
    if (focus && !isOpen) texts.push(serviceResponses.text('offerToBook'));
    return { text: joinedTexts(...new Set(texts))(turn), sources, ...(!isOpen && { focus }) };
  }

  /** The service that is named, or else the one being talked about. */
  private async subject(
    ask: AskedIntent,
    { heard, own, focus }: ServiceTurn,
  ): Promise<ServiceRead | undefined> {
    const isOwn = own.includes(ask);
    const { service, candidates } = isOwn ? ask.guess : noGuess;
    if (!service && candidates.length > 1) return undefined;
    const elsewhere = isOwn && heard.asks.find((other) => other.guess.service)?.guess.service;
    const id = service?.id ?? (elsewhere || undefined)?.id ?? focus?.serviceId;
    return id ? this.understander.service(id) : undefined;
  }

  private async answerAbout(
    service: ServiceRead,
    focus: ServiceFocus,
    ask: AskedIntent,
    tools: ToolSession,
  ): Promise<ReplyText> {
    const price = await this.price(service, focus, tools);
    return ask.intents[0]?.name === 'ask_service_info' ? describedService(service, price) : price;
  }

  private async price(service: ServiceRead, focus: ServiceFocus, tools: ToolSession): Promise<ReplyText> {
    const { attributes, quantity, pincode } = focus;
    const startsAt = focus.startsAt ?? undefined;
    const question = { serviceId: service.id, attributes, quantity };
    const priced: PricedService = { service, options: namesOf(service, attributes), quantity };
    const local = pincode && (await tools.use('catalogue.price', { ...question, pincode, startsAt }));
    if (local && !local.ok && local.refusal.kind === 'unavailable')
      throw new ToolFailed('catalogue.price', local.refusal);
    if (local && local.ok && 'totalPaise' in local.output)
      return localPrice(priced, local.output.totalPaise, pincode);
    const anywhere = await tools.use('catalogue.price', question);
    if (!anywhere.ok && anywhere.refusal.kind === 'unavailable')
      throw new ToolFailed('catalogue.price', anywhere.refusal);
    if (!anywhere.ok) return bookingResponses.text('noPrice');
    const range = anywhere.output;
    const [from, to] =
      'fromPaise' in range ? [range.fromPaise, range.toPaise] : [range.totalPaise, range.totalPaise];
    return usualPrice(priced, from, to, pincode);
  }
}

/** What exactly is asked about: what was said now, on top of what was said before of the same service. */
function focusOn(service: ServiceRead, said: OptionReading, { focus, heard }: ServiceTurn): ServiceFocus {
  const before = focus?.serviceId === service.id ? focus : null;
  const pincode = heard.entities.findLast((entity) => entity.type === 'pincode');
  const chosen = withoutRivals(service, before?.attributes ?? [], said.attributes);
  return {
    by: name,
    serviceId: service.id,
    attributes: chosen.filter((code) => !said.declined.includes(code)),
    quantity: said.quantity ?? before?.quantity ?? 1,
    pincode: pincode?.type === 'pincode' ? pincode.value : (focus?.pincode ?? null),
    startsAt: before?.startsAt ?? null,
    isArranged: false,
  };
}

/** What the price is for: what was chosen, and the usual choice of each group where nothing was. */
function namesOf({ attributes }: ServiceRead, chosen: readonly string[]): string[] {
  const decided = new Set(attributes.filter(({ code }) => chosen.includes(code)).map(({ group }) => group));
  return attributes
    .filter(
      ({ code, group, isDefault }) =>
        chosen.includes(code) || (isDefault && group !== null && !decided.has(group)),
    )
    .map(({ name }) => name);
}
