// What people can be told. A domain defines its kinds, with their texts in every language, in `<domain>.notifications.ts`.
import type { z } from 'zod';
import { formatMessage, textLanguages, type MessageValues, type TextLanguage } from '#libs/format';

/** Texts of one language, in the syntax of `formatMessage` (#libs/format). */
export interface NotificationTemplate {
  /** Of a mail. */
  subject: string;
  /** In the feed and on a locked screen: a few words. */
  title: string;
  /** Whole sentences, for mail, feed and push. */
  body: string;
  /** As a text message, of which one is paid for (see `TextMessage`): at most 70 characters outside of ASCII, 160 inside. */
  short: string;
}

/** Channels that can be switched on and off. The feed in the app is always complete. */
export const switchableChannels = ['email', 'sms', 'push'] as const;
export type SwitchableChannel = (typeof switchableChannels)[number];

export interface NotificationKind<Facts extends z.ZodObject = z.ZodObject> {
  /** `noun.past_participle`, unique and for good: `booking.cancelled`. */
  readonly name: string;
  /** For people. */
  readonly description: string;
  /** Under which people find it among their preferences: `bookings`. What is `security` protects an account (see {@link isSecurityKind}). */
  readonly category: string;
  readonly audience: readonly ('customer' | 'staff')[];
  /** Waits neither for the end of quiet hours nor for a digest. Default no. */
  readonly isUrgent?: boolean;
  /** Never to an address that nobody has verified, even if there is no other: it may be a stranger's. Default no. */
  readonly onlyVerified?: boolean;
  /** Whether it goes by mail to those who have not chosen. Default yes; pushes always do, and a text message takes the place of a mail without an address. */
  readonly isMailed?: boolean;
  /** Ids, amounts, times, and words of our own: nothing that a stranger has written. */
  readonly facts: Facts;
  /** For previews, and to try the texts when they are loaded. */
  readonly sample: z.input<Facts>;
  readonly templates: Readonly<Record<TextLanguage, NotificationTemplate>>;
}

/** @throws Error when the sample does not fit, or a template asks for what is not among the facts */
export function defineNotificationKind<Facts extends z.ZodObject>(
  kind: NotificationKind<Facts>,
): NotificationKind<Facts> {
  const facts = kind.facts.parse(kind.sample) as MessageValues;
  for (const language of textLanguages)
    fillTemplate(kind.templates[language], facts, language, 'Asia/Kolkata');
  return kind;
}

/** @param zone IANA @throws Error for facts that do not suit the template */
export function fillTemplate(
  template: NotificationTemplate,
  facts: MessageValues,
  language: TextLanguage,
  zone: string,
): NotificationTemplate {
  const fill = (text: string): string => formatMessage(text, facts, language, zone);
  const { subject, title, body, short } = template;
  return { subject: fill(subject), title: fill(title), body: fill(body), short: fill(short) };
}

/** It is sent to whoever may not sign in any more as well, and its mails cannot be switched off: a thief would do that first. */
export const isSecurityKind = ({ category }: Pick<NotificationKind, 'category'>): boolean =>
  category === 'security';

/** By which channels people are notified who have not chosen. */
export const defaultChannelsOf = ({
  isMailed = true,
}: NotificationKind): Readonly<Record<SwitchableChannel, boolean>> => ({
  email: isMailed,
  sms: false,
  push: true,
});

/** What cannot be switched off. */
export const lockedChannelsOf = (kind: NotificationKind): readonly SwitchableChannel[] =>
  isSecurityKind(kind) ? ['email'] : [];
