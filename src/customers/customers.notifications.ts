// What customers are told about the safety of their account, each kind by the name of the notice in `account.events.ts`.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import type { JobRun } from '#libs/jobs';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import {
  accountSecurityNoticed,
  securityListener,
  type AccountNoticeFacts,
} from '../sessions/account.events.js';
import { EarlierContact } from './earlier-contact.entity.js';

const facts = z.object({});
const common = {
  category: 'security',
  audience: ['customer'],
  isUrgent: true,
  facts,
  sample: {},
} as const;

const securityKinds = {
  refresh_token_reused: defineNotificationKind({
    name: 'security.refresh_token_reused',
    ...common,
    description: 'A sign-in was used twice, so it may have been copied.',
    templates: {
      en: {
        subject: 'We have signed you out on one device',
        title: 'Signed out on one device',
        body: 'Somebody used a sign-in of yours a second time: it may have been copied. We have ended it. Please log in again, and change your password if you do not know why.',
        short:
          'A sign-in to your account may have been copied. We have ended it. Log in again, and change your password if you do not know why.',
      },
      hi: {
        subject: 'हमने आपको एक उपकरण से साइन आउट कर दिया है',
        title: 'एक उपकरण से साइन आउट',
        body: 'आपके एक साइन-इन का दोबारा इस्तेमाल हुआ: शायद उसकी नक़ल की गई थी। हमने उसे बंद कर दिया है। कृपया फिर से लॉग इन करें, और अगर आपको कारण नहीं पता, तो अपना पासवर्ड बदलें।',
        short: 'आपके साइन-इन की शायद नक़ल हुई थी, वह बंद है। पासवर्ड बदलें।',
      },
    },
  }),
  api_key_created: defineNotificationKind({
    name: 'security.api_key_created',
    ...common,
    description: 'A key was made with which a program can act for them.',
    templates: {
      en: {
        subject: 'New key for your account',
        title: 'New key for your account',
        body: 'A key has been made with which a program can act in your name. If it was not you, revoke it and change your password.',
        short:
          'A key was made with which a program can act in your name. If it was not you, revoke it and change your password.',
      },
      hi: {
        subject: 'आपके खाते के लिए नई कुंजी',
        title: 'आपके खाते की नई कुंजी',
        body: 'एक कुंजी बनाई गई है जिससे कोई प्रोग्राम आपके नाम से काम कर सकता है। अगर यह आपने नहीं किया, तो उसे रद्द करें और अपना पासवर्ड बदलें।',
        short: 'आपके खाते की नई कुंजी बनी है। आपने नहीं बनाई, तो पासवर्ड बदलें।',
      },
    },
  }),
  app_connected: defineNotificationKind({
    name: 'security.app_connected',
    ...common,
    description: 'They have let an app act for them.',
    templates: {
      en: {
        subject: 'An app was connected to your account',
        title: 'App connected',
        body: 'You have let an app act in your name. If it was not you, disconnect it under your connected apps and change your password.',
        short:
          'An app was connected to your account. If it was not you, disconnect it and change your password.',
      },
      hi: {
        subject: 'आपके खाते से एक ऐप जोड़ा गया है',
        title: 'ऐप जोड़ा गया',
        body: 'आपने एक ऐप को अपने नाम से काम करने दिया है। अगर यह आपने नहीं किया, तो जुड़े हुए ऐप में उसे हटाएँ और अपना पासवर्ड बदलें।',
        short: 'आपके खाते से एक ऐप जुड़ा है। आपने नहीं जोड़ा, तो पासवर्ड बदलें।',
      },
    },
  }),
  app_token_reused: defineNotificationKind({
    name: 'security.app_token_reused',
    ...common,
    description: 'What an app gets in with was used twice, so it may have been copied.',
    templates: {
      en: {
        subject: 'We have disconnected an app from your account',
        title: 'App disconnected',
        body: 'What an app gets into your account with was used a second time: it may have been copied. We have disconnected the app. You can connect it again.',
        short: 'What an app gets into your account with may have been copied. We have disconnected the app.',
      },
      hi: {
        subject: 'हमने आपके खाते से एक ऐप हटा दिया है',
        title: 'ऐप हटाया गया',
        body: 'एक ऐप जिससे आपके खाते में आता है, उसका दोबारा इस्तेमाल हुआ: शायद उसकी नक़ल की गई थी। हमने ऐप को हटा दिया है। आप उसे फिर से जोड़ सकते हैं।',
        short: 'आपके खाते से एक ऐप हटाया गया: शायद उसकी चाबी की नक़ल हुई।',
      },
    },
  }),
  password_changed: defineNotificationKind({
    name: 'security.password_changed',
    ...common,
    onlyVerified: true,
    description: 'The password was changed.',
    templates: {
      en: {
        subject: 'Your password was changed',
        title: 'Password changed',
        body: 'The password of your account was changed. Other devices have been signed out. If it was not you, choose a new password at once with "Forgot password", and tell us.',
        short:
          'The password of your account was changed. If it was not you, choose a new one at once and tell us.',
      },
      hi: {
        subject: 'आपका पासवर्ड बदल दिया गया है',
        title: 'पासवर्ड बदला गया',
        body: 'आपके खाते का पासवर्ड बदल दिया गया है। बाकी उपकरणों से आपको साइन आउट कर दिया गया है। अगर यह आपने नहीं किया, तो तुरंत "पासवर्ड भूल गए" से नया पासवर्ड चुनें और हमें बताएँ।',
        short: 'आपका पासवर्ड बदला गया है। अगर आपने नहीं बदला, तो तुरंत नया चुनें।',
      },
    },
  }),
  contact_changed: defineNotificationKind({
    name: 'security.contact_changed',
    ...common,
    onlyVerified: true,
    description: 'E-mail address or phone number were changed: told where the owner was reached until then.',
    templates: {
      en: {
        subject: 'Your e-mail address or phone number was changed',
        title: 'E-mail or phone changed',
        body: 'The e-mail address or phone number of your account was changed by somebody who knows its password. If it was not you, choose a new password at once with "Forgot password", and tell us.',
        short:
          'The e-mail address or phone number of your account was changed. If it was not you, choose a new password and tell us at once.',
      },
      hi: {
        subject: 'आपका ई-मेल पता या फ़ोन नंबर बदल दिया गया है',
        title: 'ई-मेल या फ़ोन बदला गया',
        body: 'आपके खाते का ई-मेल पता या फ़ोन नंबर किसी ऐसे व्यक्ति ने बदला है जिसे उसका पासवर्ड पता है। अगर यह आपने नहीं किया, तो तुरंत "पासवर्ड भूल गए" से नया पासवर्ड चुनें और हमें बताएँ।',
        short: 'आपके खाते का ई-मेल या फ़ोन बदला है। आपने नहीं बदला, तो हमें बताएँ।',
      },
    },
  }),
};

@Injectable()
export class CustomersNotifications {
  constructor(private readonly em: EntityManager) {}

  @Notifies({ listener: securityListener, on: accountSecurityNoticed, kinds: Object.values(securityKinds) })
  async securityNoticed({ aggregate, data }: DomainEvent<AccountNoticeFacts>, run: JobRun) {
    const { notice, earlierContactId } = data;
    if (data.kind !== 'customer') return null;
    if (!(notice in securityKinds))
      throw new Error(`Nobody has written what customers are told of ${notice}.`);
    const addresses = notice === 'contact_changed' ? await this.earlier(earlierContactId) : undefined;
    if (earlierContactId)
      run.atTheEnd(async (em) => void (await em.nativeDelete(EarlierContact, { id: earlierContactId })));
    const kind = securityKinds[notice as keyof typeof securityKinds];
    return newNotification({ kind, to: { kind: 'customer', id: aggregate.id }, facts: {}, addresses });
  }

  /** Nowhere, if nothing had been verified: what is there now is not known to be theirs. */
  private async earlier(id: string | null) {
    const contact = id ? await this.em.findOne(EarlierContact, { id }) : null;
    return { email: contact?.email ?? null, phone: contact?.phone ?? null };
  }
}
