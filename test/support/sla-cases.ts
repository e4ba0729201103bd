// The cases of test/sla/cases.json: calendars and policies by name, and what happened as lines of text.
import { readFileSync } from 'node:fs';
import type { CalendarTerms } from '../../src/sla/clock/calendar-terms.entity.js';
import type { CalendarVersion, SlaPolicyVersion } from '../../src/sla/clock/sla-versions.js';
import type { SlaEvent, SlaRule, WaitingReason } from '../../src/sla/clock/sla-terms.entity.js';
import type { WalkedCycle } from './minute-walker.js';

/** `office`, or `office from 2026-03-01T00:00Z`, `office until …`, `office of delhi`, in this order. */
export interface SlaCase {
  name: string;
  /** `hand`: from the definition, on paper; `walker`: told by the minute walker. Both hold against both. */
  by: 'hand' | 'walker';
  calendars: string[];
  policies: string[];
  /** `<instant> <kind> <words>` */
  events: string[];
  now: string;
  expected: WalkedCycle[];
}

interface CaseFile {
  calendars: Record<string, CalendarTerms>;
  policies: Record<string, SlaRule[]>;
  cases: SlaCase[];
}

export const caseFile = JSON.parse(
  readFileSync(new URL('../sla/cases.json', import.meta.url), 'utf8'),
) as CaseFile;

const line = /^(\S+)(?: of (\S+))?(?: from (\S+))?(?: until (\S+))?$/;
const since = '2000-01-01T00:00Z';

function placed(text: string, index: number) {
  const [, name, city = null, from = since, until] = line.exec(text)!;
  const validity = { validFrom: new Date(from), retiredAt: until ? new Date(until) : null };
  return { name: name!, city, number: index + 1, ...validity };
}

export const calendarsOf = ({ calendars }: Pick<SlaCase, 'calendars'>, file = caseFile): CalendarVersion[] =>
  calendars.map((text, index) => {
    const { name, ...version } = placed(text, index);
    return { ...version, terms: file.calendars[name]! };
  });

export const policiesOf = ({ policies }: Pick<SlaCase, 'policies'>, file = caseFile): SlaPolicyVersion[] =>
  policies.map((text, index) => {
    const { name, city: _city, ...version } = placed(text, index);
    return { ...version, rules: file.policies[name]! };
  });

export const eventsOf = ({ events }: Pick<SlaCase, 'events'>): SlaEvent[] => events.map(eventOf);

/** `filed quality/high [tier] [in city]`, `retargeted quality/high [tier]`, `waiting customer`, and the others without words. */
function eventOf(text: string): SlaEvent {
  const [instant, kind, ...words] = text.split(' ');
  const at = new Date(instant!);
  if (kind === 'waiting') return { at, kind, reason: words[0] as WaitingReason };
  if (kind !== 'filed' && kind !== 'retargeted') return { at, kind } as SlaEvent;
  const [category, severity] = words[0]!.split('/');
  const place = words.indexOf('in');
  const customerTier = words[1] && words[1] !== 'in' ? words[1] : null;
  const subject = { category: category!, severity: severity!, customerTier };
  if (kind === 'retargeted') return { at, kind, subject };
  return { at, kind, subject, city: place < 0 ? null : words[place + 1]! };
}
