// A question about the rules, answered by the documents: what is said, and out of which passages.
import type { LanguageModel } from '#libs/llm';
import type { AgentTurn } from '../dialogue/agent.js';
import type { AnswerSource } from '../../conversations/conversation.entity.js';
import type { KnowledgeRead, CitedRead, ToolSession } from '../agent-tools.js';
import { joinedTexts, verbatim, type ReplyText, type ResponseReader } from '../language/responses.js';
import { policyResponses } from './policy-responses.js';

export interface PolicyQuestion {
  text: string;
  /** Asked before in this conversation. */
  before: string | null;
  /** ISO instant of the booking that it is about: its terms are those of that day. */
  bookedAt: string | null;
  /** Nobody heard that the rules are asked about: what they do not say is no gap then. */
  isGuess?: boolean;
}

export interface PolicyAnswer {
  kind: KnowledgeRead['kind'];
  grounding: number;
  text: ReplyText;
  sources: AnswerSource[];
}

/** What asks the model to put it. */
export interface Wording {
  model: LanguageModel;
  reader: ResponseReader;
  caller: { agent: string; customerId: string; conversationId: string };
}

const modelTimeoutMs = 4_000;
const questionAtMost = 500;

export async function policyAnswer(
  tools: ToolSession,
  { text, before, bookedAt, isGuess = false }: PolicyQuestion,
  wording?: Wording,
): Promise<PolicyAnswer> {
  const question = text.slice(0, questionAtMost);
  const earlier = before ? [before.slice(-questionAtMost)] : [];
  const answer = await tools.need('knowledge.answer', { question, earlier, at: bookedAt, isGuess });
  const { kind, grounding, quotes } = answer;
  if (kind === 'silent') return { kind, grounding, text: policyResponses.text('silent'), sources: [] };
  const sources = sourcesOf(quotes);
  const worded = kind === 'answered' && wording ? await wordedBy(wording, question, answer) : null;
  const said = worded === null ? quotedText(quotes) : verbatim(worded);
  const values = { quotes: said, sources: namedSources(quotes) };
  return { kind, grounding, sources, text: textOf(answer, values, bookedAt, worded !== null) };
}

/** Above this the documents answer although nobody heard a question about the rules: then being wrong is worse than saying nothing. */
const sure = 0.7;

/** For agents that have nothing to say themselves: null where the documents are not sure to answer, or the message asks nothing. */
export async function surePolicyAnswer({
  heard,
  tools,
}: Pick<AgentTurn, 'heard' | 'tools'>): Promise<PolicyAnswer | null> {
  if (!asks.test(heard.text)) return null;
  const answer = await policyAnswer(tools, { text: heard.text, before: null, bookedAt: null, isGuess: true });
  return answer.kind !== 'silent' && answer.grounding >= sure ? answer : null;
}

/** A mark, or a word that asks. */
const asks =
  /[?？]|^(?:is|are|do|does|can|could|will|would|may|must|should|if)\b|(?<![\p{L}\p{M}])(?:what|when|where|which|who|whom|why|how|kya|kab|kaun|kitn[aie]|kaise|kahan|kyon|kyun|kyu|क्या|कब|कौन|कितन[ाीे]|कैसे|कहाँ|क्यों)(?![\p{L}\p{M}])/iu;

function textOf(
  { kind, quotes }: KnowledgeRead,
  values: { quotes: ReplyText; sources: ReplyText },
  bookedAt: string | null,
  isWorded: boolean,
): ReplyText {
  if (kind === 'unclear') return policyResponses.text('whichCase', values);
  if (bookedAt !== null) {
    const held = quotes.every(({ isInForce }) => isInForce) ? 'still' : 'past';
    return policyResponses.text('heldThen', { ...values, day: bookedAt, held });
  }
  // A model answers in the language of the customer.
  return isWorded ? joinedTexts(values.quotes, values.sources) : policyResponses.text('quoted', values);
}

/** Null where no model is configured, it did not answer in time, or it said a figure that no sentence has. */
function wordedBy({ model, reader, caller }: Wording, question: string, answer: KnowledgeRead) {
  return model.word({
    ...{ question, caller, language: reader.language, timeoutMs: modelTimeoutMs },
    facts: answer.quotes.map(({ heading, text }) => `${heading}: ${text}`),
    reuse: { scope: 'public', versions: [answer.revision] },
  });
}

/** Items of lists and rows of tables end without a full stop. */
function quotedText(quotes: readonly CitedRead[]): ReplyText {
  const sentences = quotes.map(({ text }) =>
    /[.!?।:]["”]?$/.test(text) ? text : `${text.replace(/[;,]$/, '')}.`,
  );
  return verbatim(`“${sentences.join(' ')}”`);
}

/** `Cancellation, Moving a visit`, each once. */
function namedSources(quotes: readonly CitedRead[]): ReplyText {
  const names = new Set(quotes.map(({ heading }) => heading.split(' > ').join(', ')));
  return policyResponses.text('source', { sources: [...names].join('; ') });
}

function sourcesOf(quotes: readonly CitedRead[]): AnswerSource[] {
  return quotes.map(({ title, heading, version, passageId, start, end }) => ({ title, heading, version, passageId, start, end })); // prettier-ignore
}
