// A notice as its reader sees it, and as a mail.
import { Injectable } from '@nestjs/common';
import { renderLetter, type Mail } from '#libs/mail';
import { Settings } from '../config/settings.js';
import { noticeKind } from './notice-kinds.js';
import { fillTemplate, fillAll, type NoticeLanguage, type NoticeWords } from './notice-words.js';

interface Noticed {
  kind: string;
  data: Record<string, unknown>;
}

const nothing: NoticeWords = { subject: '', title: '', body: '', short: '' };

@Injectable()
export class NoticeTexts {
  constructor(private readonly settings: Settings) {}

  /**
   * Days and times are those of the business: a visit is at ten on the wall of the house, wherever its owner reads of it.
   * Of a kind that is no more, or was told with other facts by an earlier version of the program, nothing but its name is left.
   */
  of({ kind: name, data }: Noticed, language: NoticeLanguage): NoticeWords {
    const kind = noticeKind(name);
    if (!kind?.facts.safeParse(data).success) return { ...nothing, title: name };
    return fillAll(kind.words[language], data, language, this.settings.BUSINESS_TIME_ZONE);
  }

  /** Without its recipient. */
  letterOf(notice: Noticed, language: NoticeLanguage): Omit<Mail, 'to'> {
    const { subject, body } = this.of(notice, language);
    return renderLetter({ language, subject, paragraphs: body.split('\n\n') });
  }

  /** Several notices in one mail. @param at when it leaves, for readers in `zone` */
  digestOf(notices: readonly Noticed[], language: NoticeLanguage, at: Date, zone: string): Omit<Mail, 'to'> {
    const facts = { at: at.toISOString(), count: notices.length };
    const [subject, first] = digestWords[language].map((text) =>
      fillTemplate(text, facts, language, zone),
    ) as [string, string];
    const paragraphs = notices.map((notice) => {
      const { title, body } = this.of(notice, language);
      return `${title}: ${body}`;
    });
    return renderLetter({ language, subject, paragraphs: [first, ...paragraphs] });
  }
}

/** The subject, and what the mail begins with. */
const digestWords: Readonly<Record<NoticeLanguage, readonly [subject: string, first: string]>> = {
  en: ['Your news of {at, day}', 'What is new for you ({count}):'],
  hi: ['{at, day}: आपके समाचार', 'आपके लिए नया ({count}):'],
};
