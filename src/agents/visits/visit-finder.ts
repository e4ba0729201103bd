// The customer's own visits, and which of them a message means.
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { ServiceRead, ToolSession } from '../agent-tools.js';
import type { VisitsMentioned } from '../dialogue/agent.js';
import { LanguageUnderstander } from '../language/language-understander.js';
import { readVisitMention, type VisitMention } from './visit-mention.js';
import { namedVisits } from './visit-naming.js';
import type { VisitRead } from './visit-read.js';
import { resolveVisit, type VisitResolution } from './visit-resolver.js';
import { ServiceVocabulary } from './visit-words.js';

export interface VisitSearch {
  /** What was said of the visit. */
  text: string;
  now: Date;
  /** Whether it is to be moved: then a day or time may be the new one. */
  moves: boolean;
  mentioned: VisitsMentioned;
  /** Only among these bookings, where a list was shown to choose from. */
  among?: readonly string[];
}

export interface FoundVisits {
  mention: VisitMention;
  resolution: VisitResolution;
  /** Whether a service or a person was named, of one of the visits. */
  isNamed: boolean;
}

@Injectable()
export class VisitFinder {
  private vocabulary?: { catalogue: readonly ServiceRead[]; words: ServiceVocabulary };

  constructor(
    private readonly understander: LanguageUnderstander,
    private readonly settings: Settings,
  ) {}

  /** @param open only those that are still to come or under way */
  async visitsOf(tools: ToolSession, open: boolean): Promise<VisitRead[]> {
    return (await tools.need('bookings.list', { open })).items;
  }

  async findVisits(search: VisitSearch, visits: readonly VisitRead[]): Promise<FoundVisits> {
    const { text, now, moves, mentioned, among } = search;
    const timeZone = this.settings.BUSINESS_TIME_ZONE;
    const mention = readVisitMention(text, { now, timeZone, moves });
    const pool = among ? visits.filter(({ id }) => among.includes(id)) : [...visits];
    const vocabulary = await this.words();
    const resolution = resolveVisit(mention, pool, {
      ...{ now, timeZone, vocabulary },
      lastShown: among ?? mentioned.shown,
      lastMentioned: mentioned.last,
    });
    return { mention, resolution, isNamed: namedVisits(mention.naming, pool, vocabulary).named !== null };
  }

  /** Of the catalogue as the understander knows it. */
  private async words(): Promise<ServiceVocabulary> {
    const { catalogue } = await this.understander.ready();
    if (this.vocabulary?.catalogue !== catalogue)
      this.vocabulary = { catalogue, words: new ServiceVocabulary(catalogue) };
    return this.vocabulary.words;
  }
}
