// What staff are told about the safety of their account, each kind by the name of the notice in `account.events.ts`.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import {
  defineNotificationKind,
  newNotification,
  Notifies,
  type NotificationTemplate,
} from '#libs/notifications';
import {
  accountSecurityNoticed,
  securityListener,
  type AccountNoticeFacts,
} from '../sessions/account.events.js';

const common = {
  category: 'security',
  audience: ['staff'],
  isUrgent: true,
  facts: z.object({}),
  sample: {},
} as const;

const tellAnAdmin = 'If you did not expect this, tell an admin at once.';
const tellAnAdminHindi = 'अगर यह आपके लिए अप्रत्याशित है, तो तुरंत किसी एडमिन को बताएँ।';

/** @param text what has happened, in a sentence or two. The rest is the same for all. */
const templatesOf = (title: string, text: string, titleHindi: string, textHindi: string) => ({
  en: templateOf(title, `${text}\n\n${tellAnAdmin}`, 'If it was not you, tell an admin.'),
  hi: templateOf(titleHindi, `${textHindi}\n\n${tellAnAdminHindi}`, 'आप नहीं थे? एडमिन को बताएँ।'),
});

const templateOf = (title: string, body: string, rest: string): NotificationTemplate => ({
  subject: title,
  title,
  body,
  short: `${title}. ${rest}`,
});

const staffSecurityKinds = {
  refresh_token_reused: defineNotificationKind({
    name: 'staff.refresh_token_reused',
    ...common,
    description: 'A sign-in was used twice, so it may have been copied.',
    templates: templatesOf(
      'A session of yours was ended',
      'Somebody used a sign-in of yours that had been used before: it may have been copied. That session was ended. Sign in again and change your password.',
      'आपका एक सेशन बंद किया गया',
      'आपके एक साइन-इन का दोबारा इस्तेमाल हुआ: शायद उसकी नक़ल की गई थी। वह सेशन बंद कर दिया गया है। फिर से साइन इन करें और अपना पासवर्ड बदलें।',
    ),
  }),
  api_key_created: defineNotificationKind({
    name: 'staff.api_key_created',
    ...common,
    description: 'An API key was made with the account.',
    templates: templatesOf(
      'New API key',
      'An API key was made with your staff account.',
      'नई API कुंजी',
      'आपके स्टाफ़ खाते से एक API कुंजी बनाई गई है।',
    ),
  }),
  app_connected: defineNotificationKind({
    name: 'staff.app_connected',
    ...common,
    description: 'An app was let in with the account.',
    templates: templatesOf(
      'An app was connected',
      'An app was connected to your staff account.',
      'एक ऐप जोड़ा गया',
      'आपके स्टाफ़ खाते से एक ऐप जोड़ा गया है।',
    ),
  }),
  app_token_reused: defineNotificationKind({
    name: 'staff.app_token_reused',
    ...common,
    description: 'What an app gets in with was used twice, so it may have been copied.',
    templates: templatesOf(
      'An app was disconnected',
      'What an app gets into your staff account with was used a second time: it may have been copied. The app was disconnected.',
      'एक ऐप हटाया गया',
      'एक ऐप जिससे आपके स्टाफ़ खाते में आता है, उसका दोबारा इस्तेमाल हुआ: शायद उसकी नक़ल की गई थी। ऐप को हटा दिया गया है।',
    ),
  }),
  password_changed: defineNotificationKind({
    name: 'staff.password_changed',
    ...common,
    description: 'The password was changed.',
    templates: templatesOf(
      'Your password was changed',
      'The password of your staff account was changed, and your other sessions were ended.',
      'आपका पासवर्ड बदला गया',
      'आपके स्टाफ़ खाते का पासवर्ड बदल दिया गया है, और आपके बाकी सेशन बंद कर दिए गए हैं।',
    ),
  }),
  second_factor_on: defineNotificationKind({
    name: 'staff.second_factor_on',
    ...common,
    description: 'The second factor was set up.',
    templates: templatesOf(
      'Your second factor is on',
      'A second factor was set up for your staff account: from now on, signing in takes a code as well. All other sessions were ended.',
      'दूसरा सत्यापन चालू है',
      'आपके स्टाफ़ खाते के लिए दूसरा सत्यापन चालू किया गया है: अब से साइन इन के लिए कोड भी चाहिए। बाकी सभी सेशन बंद कर दिए गए हैं।',
    ),
  }),
  second_factor_off: defineNotificationKind({
    name: 'staff.second_factor_off',
    ...common,
    description: 'The second factor was turned off by its owner.',
    templates: templatesOf(
      'Your second factor is off',
      'The second factor of your staff account was turned off: signing in takes only the password.',
      'दूसरा सत्यापन बंद है',
      'आपके स्टाफ़ खाते का दूसरा सत्यापन बंद कर दिया गया है: साइन इन के लिए केवल पासवर्ड चाहिए।',
    ),
  }),
  second_factor_reset: defineNotificationKind({
    name: 'staff.second_factor_reset',
    ...common,
    description: 'The second factor was turned off by an admin.',
    templates: templatesOf(
      'Your second factor was reset',
      'An admin has turned off the second factor of your staff account and ended your sessions. Set it up anew when you next sign in.',
      'दूसरा सत्यापन हटाया गया',
      'किसी एडमिन ने आपके स्टाफ़ खाते का दूसरा सत्यापन हटा दिया है और आपके सेशन बंद कर दिए हैं। अगली बार साइन इन करने पर उसे फिर से चालू करें।',
    ),
  }),
  recovery_codes_renewed: defineNotificationKind({
    name: 'staff.recovery_codes_renewed',
    ...common,
    description: 'New recovery codes were made.',
    templates: templatesOf(
      'New recovery codes',
      'New recovery codes were made for your staff account. The old ones no longer work.',
      'नए रिकवरी कोड',
      'आपके स्टाफ़ खाते के लिए नए रिकवरी कोड बनाए गए हैं। पुराने अब काम नहीं करते।',
    ),
  }),
};

@Injectable()
export class StaffNotifications {
  @Notifies({
    listener: securityListener,
    on: accountSecurityNoticed,
    kinds: Object.values(staffSecurityKinds),
  })
  securityNoticed({ aggregate, data: { kind, notice } }: DomainEvent<AccountNoticeFacts>) {
    if (kind !== 'staff') return null;
    if (!(notice in staffSecurityKinds))
      throw new Error(`Nobody has written what staff are told of ${notice}.`);
    return newNotification({
      kind: staffSecurityKinds[notice as keyof typeof staffSecurityKinds],
      to: { kind: 'staff', id: aggregate.id },
      facts: {},
    });
  }
}
