// What the events of a case mean for its clock: which stretches there are to be measured, what they are held to, and when somebody waited.
import type { SlaEvent, SlaMetric, SlaSubject, WaitingReason } from './sla-terms.entity.js';

/** Instants in milliseconds since 1970. */
export interface Stretch {
  metric: SlaMetric;
  from: number;
  /** Null while it runs. */
  to: number | null;
  isCancelled: boolean;
}

export interface Waiting {
  reason: WaitingReason;
  from: number;
  /** Null while it lasts. */
  to: number | null;
}

export interface History {
  city: string | null;
  /** What the case is like from when on. The first is how it was filed. */
  subjects: { from: number; subject: SlaSubject }[];
  stretches: Stretch[];
  waits: Waiting[];
  /** The last event. */
  until: number;
}

/**
 * A first answer is owed from the filing on, a solution from the filing and from each reopening on, and another answer from the oldest message of
 * the customer on to which nobody has answered: those that follow it wait for the same answer. What solves a case answers it as well.
 * A clock that was put back between two events is not followed: an event is never before the one that it came after.
 * @throws Error where the first event is not the filing
 */
export function historyOf(events: readonly SlaEvent[]): History {
  const [filed] = events;
  if (filed?.kind !== 'filed') throw new Error('What happened to a case begins with its filing.');
  const history: History = { city: filed.city, subjects: [], stretches: [], waits: [], until: -Infinity };
  for (const event of events) {
    history.until = Math.max(history.until, event.at.getTime());
    effects[event.kind](history, event as never);
  }
  return history;
}

type Effects = {
  [Kind in SlaEvent['kind']]: (history: History, event: Extract<SlaEvent, { kind: Kind }>) => void;
};

const effects: Effects = {
  filed(history, { subject }) {
    history.subjects.push({ from: history.until, subject });
    begin(history, 'first_response');
    begin(history, 'resolution');
  },
  retargeted(history, { subject }) {
    history.subjects.push({ from: history.until, subject });
  },
  staff_replied(history) {
    finish(history, ['first_response', 'next_response']);
  },
  customer_wrote(history) {
    if (running(history, 'resolution') && !running(history, 'first_response'))
      begin(history, 'next_response');
  },
  waiting(history, { reason }) {
    stopWaiting(history);
    if (running(history, 'resolution')) history.waits.push({ reason, from: history.until, to: null });
  },
  working: stopWaiting,
  resolved(history) {
    stopWaiting(history);
    finish(history, ['first_response', 'next_response', 'resolution']);
  },
  reopened(history) {
    begin(history, 'resolution');
  },
  ended(history) {
    stopWaiting(history);
    for (const stretch of history.stretches)
      if (stretch.to === null) Object.assign(stretch, { to: history.until, isCancelled: true });
  },
};

function running({ stretches }: History, metric: SlaMetric): Stretch | undefined {
  return stretches.findLast((stretch) => stretch.metric === metric && stretch.to === null);
}

function begin(history: History, metric: SlaMetric): void {
  if (!running(history, metric))
    history.stretches.push({ metric, from: history.until, to: null, isCancelled: false });
}

function finish(history: History, metrics: readonly SlaMetric[]): void {
  for (const metric of metrics) {
    const stretch = running(history, metric);
    if (stretch) stretch.to = history.until;
  }
}

function stopWaiting({ waits, until }: History): void {
  const last = waits.at(-1);
  if (last?.to === null) last.to = until;
}
