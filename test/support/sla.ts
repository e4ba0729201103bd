// The calendar and the policy that every installation begins with, without a database.
import {
  firstCalendarTerms,
  firstSlaRules,
} from '../../src/migrations/Migration20261130000230_SlaVersions.js';
import {
  SlaVersions,
  type CalendarVersion,
  type SlaPolicyVersion,
} from '../../src/sla/clock/sla-versions.js';
import type { SlaRule } from '../../src/sla/clock/sla-terms.entity.js';

const always = { number: 1, validFrom: new Date('2000-01-01T00:00:00Z'), retiredAt: null };

export const firstCalendar: CalendarVersion = { ...always, city: null, terms: firstCalendarTerms };
export const firstSlaPolicy: SlaPolicyVersion = { ...always, rules: firstSlaRules as SlaRule[] };

export const firstSlaVersions = (): SlaVersions => new SlaVersions([firstCalendar], [firstSlaPolicy]);
