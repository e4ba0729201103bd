import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { BusinessCalendar } from './business-calendar.entity.js';
import { readSla } from './clock/sla-clock.js';
import { explainSla, type SlaExplanation } from './clock/sla-explanation.js';
import { SlaVersions, type CalendarVersion, type SlaPolicyVersion } from './clock/sla-versions.js';
import type { SlaEvent, SlaReading } from './clock/sla-terms.entity.js';
import { SlaVersionNotDraft } from './sla.errors.js';
import { SlaPolicy } from './sla-policy.entity.js';

export { intervalsAtMost } from './clock/sla-explanation.js';
export type { SlaExplanation } from './clock/sla-explanation.js';

/** Reads clocks by the versions of one moment: as many cases as there are, without the database. */
export interface SlaReader {
  /** How each metric of a case stands at `now`. */
  read(events: readonly SlaEvent[], now: Date): SlaReading;
  /** The same with where every figure comes from. */
  explain(events: readonly SlaEvent[], now: Date): SlaExplanation[];
}

/** A draft as if it had been published. */
export type SlaDraft = { calendar: number } | { policy: number };

@Injectable()
export class SlaService {
  private known: { state: string; versions: SlaVersions } | null = null;

  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /** By what is published, as the caller's transaction sees it. */
  async reader(): Promise<SlaReader> {
    const state = await this.state();
    if (this.known?.state !== state) {
      const [calendars, policies] = await this.published();
      // Where somebody publishes between the two statements, the state is the older one, and the next call reads anew.
      this.known = { state, versions: new SlaVersions(calendars, policies) };
    }
    return readerOf(this.known.versions);
  }

  /** By what is published and a draft that holds from `from` on. @throws NotFound, SlaVersionNotDraft */
  async readerWith(draft: SlaDraft, from: Date): Promise<SlaReader> {
    const [calendars, policies] = await this.published();
    if ('calendar' in draft) {
      const calendar = await this.em.findOne(BusinessCalendar, { number: draft.calendar });
      if (!calendar) throw new NotFound('Business calendar', String(draft.calendar));
      checkDraft(calendar);
      calendars.push({ ...calendarVersionOf(calendar), validFrom: from });
    } else {
      const policy = await this.em.findOne(SlaPolicy, { number: draft.policy });
      if (!policy) throw new NotFound('SLA policy', String(draft.policy));
      checkDraft(policy);
      policies.push({ ...policyVersionOf(policy), validFrom: from });
    }
    return readerOf(new SlaVersions(calendars, policies));
  }

  private async published(): Promise<[CalendarVersion[], SlaPolicyVersion[]]> {
    const wanted = { status: { $ne: 'draft' as const } };
    const options = { disableIdentityMap: true };
    const calendars = await this.em.find(BusinessCalendar, wanted, options);
    const policies = await this.em.find(SlaPolicy, wanted, options);
    return [calendars.map(calendarVersionOf), policies.map(policyVersionOf)];
  }

  /** Another one after each publication and retirement, in whatever process: versions only ever count up. */
  private async state(): Promise<string> {
    const [row] = await this.em.execute<{ calendars: string; policies: string }[]>(
      `select (select sum(version) from business_calendars where status <> 'draft') as calendars,
              (select sum(version) from sla_policies where status <> 'draft') as policies`,
    );
    return `${row!.calendars}/${row!.policies}`;
  }
}

function checkDraft({ number, status }: BusinessCalendar | SlaPolicy): void {
  if (status !== 'draft') throw new SlaVersionNotDraft(number, status);
}

function readerOf(versions: SlaVersions): SlaReader {
  return {
    read: (events, now) => readSla(events, versions, now),
    explain: (events, now) => explainSla(events, versions, now),
  };
}

/** What is published has a beginning; of a draft the caller says it. */
const calendarVersionOf = (calendar: BusinessCalendar): CalendarVersion => ({
  number: calendar.number,
  city: calendar.cityId,
  terms: calendar.terms,
  validFrom: calendar.validFrom!,
  retiredAt: calendar.retiredAt ?? null,
});

const policyVersionOf = ({ number, rules, validFrom, retiredAt }: SlaPolicy): SlaPolicyVersion => ({
  number,
  rules,
  validFrom: validFrom!,
  retiredAt: retiredAt ?? null,
});
