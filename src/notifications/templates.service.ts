// What the notices say, for staff to look at.
import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/errors';
import type { Actor } from '../access/actor.js';
import { noticeKinds, noticeNames, type NoticeName } from './notice-kinds.js';
import { NoticeTexts } from './notice-texts.js';
import type { PreviewInput } from './notifications.schemas.js';

export class TemplateDataInvalid extends DomainError {
  constructor(faults: readonly string[]) {
    super('TEMPLATE_DATA_INVALID', 'unprocessable', 'The words of this kind cannot be filled with it.', {
      faults,
    });
  }
}

@Injectable()
export class TemplatesService {
  constructor(private readonly texts: NoticeTexts) {}

  list(_actor: Actor) {
    const items = noticeNames.map((kind) => {
      const { category, description, isUrgent = false, audience, words, sample } = noticeKinds[kind];
      return { kind, category, description, urgent: isUrgent, audience: [...audience], words, sample };
    });
    return { items };
  }

  /** As it would reach somebody. Nobody gets it. @throws TemplateDataInvalid */
  preview(_actor: Actor, name: NoticeName, { language, channel, data }: PreviewInput) {
    const { facts, sample } = noticeKinds[name];
    const parsed = facts.safeParse(data ?? sample);
    if (!parsed.success)
      throw new TemplateDataInvalid(
        parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
      );
    const notice = { kind: name, data: parsed.data };
    const { title, body, short } = this.texts.of(notice, language);
    if (channel === 'email') return this.texts.letterOf(notice, language);
    if (channel === 'sms') return { subject: null, text: short, html: null };
    return { subject: title, text: body, html: null };
  }
}
