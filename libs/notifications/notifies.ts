import type { z } from 'zod';
import { Declaration } from '#libs/discovery';
import type { DomainEvent, EventDefinition } from '#libs/events';
import type { JobRun } from '#libs/jobs';
import type { NotificationKind } from './notification-kind.js';

export interface NotifiedPerson {
  readonly kind: 'customer' | 'staff';
  readonly id: string;
}

/** Whom something concerns, and what is said of it. */
export interface NewNotification<Facts extends z.ZodObject = z.ZodObject> {
  kind: NotificationKind<Facts>;
  /** Null where it is nobody's own. */
  to: NotifiedPerson | null;
  /** A permission: where `to` is not here any more, or nobody, active staff who hold it are told, at most twenty. */
  orStaffHolding?: string;
  facts: z.input<Facts>;
  /** Default: what the kind says. */
  isUrgent?: boolean;
  /** After this it is no news any more. */
  until?: Date;
  /** Where it goes instead of where they are reached today. */
  addresses?: { email: string | null; phone: string | null };
}

/** For the type of its facts. */
export function newNotification<Facts extends z.ZodObject>(
  notification: NewNotification<Facts>,
): NewNotification {
  return notification as unknown as NewNotification;
}

export interface NotifierDefinition<Data extends z.ZodType = z.ZodType> {
  /** Unique among listeners and for good: by it the inbox knows what was heard. Methods that share it hear in one order. */
  listener: string;
  on: EventDefinition<Data>;
  /** All that the method may return. */
  kinds: readonly NotificationKind[];
}

type Answer = NewNotification | null;

export const notifiers = new Declaration<NotifierDefinition>('notifiers');

/**
 * Makes a method say of an event who is told what: `(event, run) => notification`, or null for nobody. It may be called again for the same event;
 * each person is told once. What it does itself goes through `run.atTheEnd`.
 */
export function Notifies<Data extends z.ZodType, Facts extends z.ZodObject>(
  definition: Omit<NotifierDefinition<Data>, 'kinds'> & { kinds: readonly NotificationKind<Facts>[] },
) {
  type Method = (event: DomainEvent<z.output<Data>>, run: JobRun) => Promise<Answer> | Answer;
  return notifiers.onMethod<Method>(definition as unknown as NotifierDefinition);
}
