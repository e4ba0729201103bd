// Answers questions out of the documents, in their own words: the sentences that are closest, each with its place, and how sure it is that
// they answer. Where they do not, it says so, and the question is kept for whoever writes the documents.
import { Injectable } from '@nestjs/common';
import { BackgroundTasks } from '#libs/background';
import { searchTerms, glossOf, type FoundSentence } from '#libs/nlu';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { GapsService } from '../gaps/gaps.service.js';
import {
  SearchService,
  type Passage,
  type RankedPassage,
  type SearchedPassages,
} from '../search/search.service.js';
import type { AnswerInput, KnowledgeAnswer, Quote } from './answers.schemas.js';
import { extractFrom } from './extract.js';
import { groundedEnough, groundingOf, groundingSigns } from './grounding.js';

const passagesRead = 8;
/** "And for moving it?", "aur waterproofing ki?": goes on with what was asked before. */
const goesOn = /^(?:and|also|what about|how about|or|but|then|aur|और|to|phir|फिर)\b/iu;
/** Telling words of a question that may be about anything. */
const fewWords = 2;

interface Reading {
  searched: SearchedPassages;
  grounding: number;
}

@Injectable()
export class AnswersService {
  constructor(
    private readonly search: SearchService,
    private readonly gaps: GapsService,
    private readonly background: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  async answer(actor: Actor, { question, earlier, at, isGuess }: AnswerInput): Promise<KnowledgeAnswer> {
    const moment = at ?? this.clock.now();
    const { searched, grounding } = await this.read(actor, question, earlier.at(-1), moment);
    const base = { grounding, at: moment, revision: searched.revision };
    const extract = extractFrom(searched.ranked);
    if (!extract || grounding < groundedEnough) {
      if (!isGuess) this.keepGap(actor, question, searched.ranked[0]?.passage, grounding);
      return { ...base, kind: 'silent', quotes: [] };
    }
    const quotes = extract.chosen.flatMap(({ place, sentences }) => quotesOf(place, sentences));
    return { ...base, kind: extract.rows.length > 0 ? 'unclear' : 'answered', quotes };
  }

  /** Alone, and where it goes on with what was asked before, with that: as the documents answer better. */
  private async read(actor: Actor, question: string, before: string | undefined, at: Date): Promise<Reading> {
    const alone = await this.readOne(actor, question, at);
    const isShort = searchTerms(glossOf(question)).length <= fewWords;
    if (!before || (!goesOn.test(question) && !isShort)) return alone;
    const joined = await this.readOne(actor, `${before} ${question}`.slice(-500), at);
    return joined.grounding > alone.grounding ? joined : alone;
  }

  private async readOne(actor: Actor, question: string, at: Date): Promise<Reading> {
    const searched = await this.search.find(actor, question, { at, limit: passagesRead });
    const found = searched.ranked.map((each) => each.found);
    const texts = searched.ranked.map(({ passage: { heading, text } }) => `${heading}\n${text}`);
    const signs = groundingSigns(searched.question.text, found, texts, searched.index);
    return { searched, grounding: signs ? groundingOf(signs) : 0 };
  }

  /** Nobody waits for it. */
  private keepGap(actor: Actor, question: string, nearest: Passage | undefined, grounding: number): void {
    this.background.run('knowledge gap', () => this.gaps.keep(actor, { question, nearest, grounding }));
  }
}

function quotesOf({ passage }: RankedPassage, sentences: readonly FoundSentence[]): Quote[] {
  const { id: passageId, documentId, slug, version, title, heading, page } = passage;
  const { validFrom, validUntil, isInForce } = passage;
  const source = {
    passageId,
    documentId,
    slug,
    version,
    title,
    heading,
    page,
    validFrom,
    validUntil,
    isInForce,
  };
  return sentences.map(({ text, lead, start, end }, at) => {
    const isNewLead = lead !== null && sentences[at - 1]?.lead !== lead && !text.includes(lead);
    return { ...source, start, end, text: isNewLead ? `${lead} ${text}` : text };
  });
}
