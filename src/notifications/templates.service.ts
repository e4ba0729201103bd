// What the kinds of notifications say, for staff to look at.
import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/errors';
import { ValidationFailed } from '#libs/http';
import { NotificationKindRegistry } from '#libs/notifications';
import type { Actor } from '../access/actor.js';
import { NotificationTexts } from './notification-texts.js';
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
  constructor(
    private readonly kinds: NotificationKindRegistry,
    private readonly texts: NotificationTexts,
  ) {}

  list(_actor: Actor) {
    const items = this.kinds
      .all()
      .map(({ name, category, description, isUrgent = false, audience, templates, sample }) => ({
        kind: name,
        category,
        description,
        urgent: isUrgent,
        audience: [...audience],
        words: templates,
        sample,
      }));
    return { items };
  }

  /** As it would reach somebody. Nobody gets it. @throws ValidationFailed for a kind that there is not, TemplateDataInvalid */
  preview(_actor: Actor, name: string, { language, channel, data }: PreviewInput) {
    const kind = this.kinds.find(name);
    if (!kind) throw new ValidationFailed([{ path: ['kind'], message: 'is not a kind of notification' }]);
    const { facts, sample } = kind;
    const parsed = facts.safeParse(data ?? sample);
    if (!parsed.success)
      throw new TemplateDataInvalid(
        parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
      );
    const notification = { kind: name, data: parsed.data };
    const { title, body, short } = this.texts.of(notification, language);
    if (channel === 'email') return this.texts.letterOf(notification, language);
    if (channel === 'sms') return { subject: null, text: short, html: null };
    return { subject: title, text: body, html: null };
  }
}
