// What a policy promises, what the clock hears, and what it says. A case is whatever is to be answered and solved: nothing here knows complaints.
export const slaMetrics = ['first_response', 'next_response', 'resolution'] as const;
export type SlaMetric = (typeof slaMetrics)[number];

/** Whom or what somebody may have to wait for before they can go on. */
export const waitingReasons = ['customer', 'provider', 'parts'] as const;
export type WaitingReason = (typeof waitingReasons)[number];

/** `working`: as the business calendar says; `around_the_clock`: day and night, whatever it says. */
export const countingModes = ['working', 'around_the_clock'] as const;

export interface SlaTarget {
  /** Of working time or of real time, as `counting` says. */
  minutes: number;
  counting: (typeof countingModes)[number];
  /** Time stands still while somebody waits for one of these. */
  pausedBy: WaitingReason[];
  /** At risk when no more than this is left, counted as `minutes` are. */
  atRiskMinutes: number;
}

/** What a case is like, as far as a rule may ask. */
export interface SlaSubject {
  category: string;
  severity: string;
  /** Null where the customer has none. */
  customerTier: string | null;
}

/** When a rule applies: what is null does not matter; all that is not null has to hold. */
export interface SlaConditions {
  categories: string[] | null;
  severities: string[] | null;
  customerTiers: string[] | null;
}

export interface SlaRule {
  /** What explanations name it by. Unique in its version. */
  id: string;
  when: SlaConditions;
  firstResponse: SlaTarget;
  nextResponse: SlaTarget;
  resolution: SlaTarget;
}

/** What happened to a case. Told in the order in which it happened. */
export type SlaEvent = { at: Date } & (
  | {
      kind: 'filed';
      subject: SlaSubject;
      /** Whose calendar it is under, where that city has one. */ city: string | null;
    }
  /** It is of another kind than was thought, or comes under the policy in force: its targets are reckoned anew from where they began. */
  | { kind: 'retargeted'; subject: SlaSubject }
  | { kind: 'staff_replied' }
  | { kind: 'customer_wrote' }
  | { kind: 'waiting'; reason: WaitingReason }
  /** Nothing is waited for any more. */
  | { kind: 'working' }
  | { kind: 'resolved' }
  | { kind: 'reopened' }
  /** Closed without a solution, withdrawn, merged: nothing is owed any more. */
  | { kind: 'ended' }
);

/** `breached` is final, also of what was done after its deadline. */
export const slaStates = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;
export type SlaState = (typeof slaStates)[number];

/** One stretch of one metric: from what has to be answered or solved until it is. All durations in milliseconds. */
export interface SlaCycle {
  metric: SlaMetric;
  state: SlaState;
  startsAt: Date;
  /** When it was answered, solved or given up. */
  endedAt: Date | null;
  /** The version of the policy and its rule that it was held to at last. */
  policy: number;
  rule: string;
  targetMs: number;
  /** What has counted so far, also after the deadline. */
  countedMs: number;
  /** Of the target; below nothing after the deadline. */
  remainingMs: number;
  /** Counted time that pauses have taken out. */
  pausedMs: number;
  /**
   * The first instant at which the target is used up; to be done at this very instant is in time. While paused: as if the pause ended now, so it
   * moves on. Null where the calendars never have so much time.
   */
  deadline: Date | null;
  /** When no more than the lead of the target is left. */
  atRiskAt: Date | null;
  /** The deadline, once it has passed with nothing done. */
  breachedAt: Date | null;
  /** What is waited for, while it is paused. */
  pausedFor: WaitingReason | null;
}

export interface SlaReading {
  /** In the order in which they began. */
  cycles: SlaCycle[];
  /** The version of the calendar in force at the moment of the reading. */
  calendar: number;
}

/** The one of a metric that counts: the latest. */
export function latestCycle({ cycles }: Pick<SlaReading, 'cycles'>, metric: SlaMetric): SlaCycle | null {
  return cycles.findLast((cycle) => cycle.metric === metric) ?? null;
}
