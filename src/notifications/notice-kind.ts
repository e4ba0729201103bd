// What a kind of notice is made of. The kinds themselves are in `*.notices.ts`, and all of them in `notice-kinds.ts`.
import type { z } from 'zod';
import type { SwitchableChannel } from './notification-preferences.entity.js';
import { fillAll, noticeLanguages, type NoticeLanguage, type NoticeWords } from './notice-words.js';

export const noticeCategories = ['bookings', 'complaints', 'jobs', 'system', 'security'] as const;
export type NoticeCategory = (typeof noticeCategories)[number];

type Ways = Readonly<Record<SwitchableChannel, boolean>>;

/** By which ways people are told who have not chosen. Where there is no address for a mail, a text message takes its place. */
export const defaultWays: Readonly<Record<NoticeCategory, Ways>> = {
  bookings: { email: true, sms: false, push: true },
  complaints: { email: true, sms: false, push: true },
  jobs: { email: false, sms: false, push: true },
  system: { email: true, sms: false, push: true },
  security: { email: true, sms: false, push: true },
};

/** What cannot be switched off: a thief would do that first. */
export const lockedWays: Readonly<Record<NoticeCategory, readonly SwitchableChannel[]>> = {
  bookings: [],
  complaints: [],
  jobs: [],
  system: [],
  security: ['email'],
};

export interface NoticeKind<Facts extends z.ZodObject = z.ZodObject> {
  /** For people. */
  readonly description: string;
  readonly category: NoticeCategory;
  readonly audience: readonly ('customer' | 'staff')[];
  /** Waits neither for the end of quiet hours nor for a digest. Default no. */
  readonly isUrgent?: boolean;
  /** Never to an address that nobody has verified, even if there is no other: it may be a stranger's. Default no. */
  readonly onlyVerified?: boolean;
  /** Ids, amounts, times, and words of our own: nothing that a stranger has written. */
  readonly facts: Facts;
  /** For previews, and to try the words when they are loaded. */
  readonly sample: z.input<Facts>;
  readonly words: Readonly<Record<NoticeLanguage, NoticeWords>>;
}

/** @throws Error when the sample does not fit, or the words ask for what is not among the facts */
export function defineNotice<Facts extends z.ZodObject>(kind: NoticeKind<Facts>): NoticeKind<Facts> {
  const facts = kind.facts.parse(kind.sample) as Record<string, unknown>;
  for (const language of noticeLanguages) fillAll(kind.words[language], facts, language, 'Asia/Kolkata');
  return kind;
}
