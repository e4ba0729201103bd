// A notification as its reader sees it, and as a mail.
import { Injectable } from '@nestjs/common';
import { formatMessage, type TextLanguage } from '#libs/format';
import { renderLetter, type Mail } from '#libs/mail';
import { fillTemplate, NotificationKindRegistry, type NotificationTemplate } from '#libs/notifications';
import { Settings } from '../config/settings.js';

interface Notified {
  /** Its name. */
  kind: string;
  data: Record<string, unknown>;
}

const nothing: NotificationTemplate = { subject: '', title: '', body: '', short: '' };

@Injectable()
export class NotificationTexts {
  constructor(
    private readonly kinds: NotificationKindRegistry,
    private readonly settings: Settings,
  ) {}

  /**
   * Days and times are those of the business: a visit is at ten on the wall of the house, wherever its owner reads of it.
   * Of a kind that is no more, or was told with other facts by an earlier version of the program, nothing but its name is left.
   */
  of({ kind: name, data }: Notified, language: TextLanguage): NotificationTemplate {
    const kind = this.kinds.find(name);
    if (!kind?.facts.safeParse(data).success) return { ...nothing, title: name };
    return fillTemplate(kind.templates[language], data, language, this.settings.BUSINESS_TIME_ZONE);
  }

  /** Without its recipient. */
  letterOf(notification: Notified, language: TextLanguage): Omit<Mail, 'to'> {
    const { subject, body } = this.of(notification, language);
    return renderLetter({ language, subject, paragraphs: body.split('\n\n') });
  }

  /** Several in one mail. @param at when it leaves, for readers in `zone` */
  digestOf(
    notifications: readonly Notified[],
    language: TextLanguage,
    at: Date,
    zone: string,
  ): Omit<Mail, 'to'> {
    const facts = { at: at.toISOString(), count: notifications.length };
    const { subject, first } = digestTemplate[language];
    const paragraphs = notifications.map((notification) => {
      const { title, body } = this.of(notification, language);
      return `${title}: ${body}`;
    });
    return renderLetter({
      language,
      subject: formatMessage(subject, facts, language, zone),
      paragraphs: [formatMessage(first, facts, language, zone), ...paragraphs],
    });
  }
}

/** `first` is what the mail begins with. */
const digestTemplate: Readonly<Record<TextLanguage, { subject: string; first: string }>> = {
  en: { subject: 'Your news of {at, date, day}', first: 'What is new for you ({count, number, count}):' },
  hi: { subject: '{at, date, day}: आपके समाचार', first: 'आपके लिए नया ({count, number, count}):' },
};
